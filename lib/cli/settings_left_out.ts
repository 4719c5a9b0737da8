import { needsWeights } from "../models/settings.ts";
import type { Experiment } from "../sweeps/experiment.ts";
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
  console.log(
    `weights/${model} holds no pretrained weights: leaving out ${names}; \`${
      bringWeights(model)
    }\` brings them`,
  );
}
