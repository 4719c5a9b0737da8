import { needsWeights } from "../models/settings.ts";
import type { Experiment } from "../sweeps/experiment.ts";
import { isShapeAlone } from "../weights/checkpoint_files.ts";
import { weightsFolder } from "../weights/folders.ts";
import { bringWeights } from "../weights/remedies.ts";

const said = new Set<string>();

/** Says which settings of an experiment are left out, where they need pretrained weights and there are none; once. */
export async function saySettingsLeftOut({ model, settings }: Experiment): Promise<void> {
  const { hashWeights } = await import("../sweeps/weights.ts");
  const pretrained = settings.filter(needsWeights);
  if (pretrained.length === 0 || await hashWeights(model) !== null) return;
  const names = pretrained.map(({ name }) => name).join(" and ");
  if (said.has(`${model} ${names}`)) return;
  said.add(`${model} ${names}`);
  const remedy = isShapeAlone(weightsFolder(model)) ? "" : `; \`${bringWeights(model)}\` brings them`;
  console.log(`weights/${model} holds no pretrained weights: leaving out ${names}${remedy}`);
}
