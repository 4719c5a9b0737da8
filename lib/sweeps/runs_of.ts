import { identified } from "../tasks/identified.ts";
import { modelConfig } from "../weights/model_config.ts";
import { isPreset } from "../weights/presets.ts";
import type { Experiment } from "./experiment.ts";
import { type PlannedRun, planRuns } from "./plan.ts";
import { hashWeights } from "./weights.ts";

/**
 * The runs of an experiment with the weights and the tasks' files that are there.
 *
 * @param otherwise SHA-256 of the weights to plan with where there are none; null to leave pretrained settings out.
 * @throws {UserError} If the model is unknown or its weights are damaged.
 */
export async function runsOf(experiment: Experiment, otherwise: string | null = null): Promise<PlannedRun[]> {
  const { model } = experiment;
  const weights = await hashWeights(model) ?? otherwise;
  const tasks = await Promise.all(
    experiment.tasks.map(async (entry) => ({ ...entry, task: await identified(entry.task) })),
  );
  return planRuns({ ...experiment, tasks }, weights, isPreset(model) ? undefined : await modelConfig(model));
}
