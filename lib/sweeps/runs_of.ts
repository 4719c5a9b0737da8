import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { validationMessage } from "../files/validation_message.ts";
import { identified } from "../tasks/identified.ts";
import { modelConfig } from "../weights/model_config.ts";
import { isPreset } from "../weights/presets.ts";
import { type Experiment, experimentSchema } from "./experiment.ts";
import { type PlannedRun, planRuns } from "./plan.ts";
import { hashWeights } from "./weights.ts";

/**
 * The runs of an experiment with the weights and the tasks' files that are there.
 *
 * @param otherwise SHA-256 of the weights to plan with where there are none; null to leave pretrained settings out.
 * @throws {UserError} If the experiment does not fit or lacks defaults, the model is unknown or its weights are damaged.
 */
export async function runsOf(experiment: Experiment, otherwise: string | null = null): Promise<PlannedRun[]> {
  checkWhole(experiment);
  const { model } = experiment;
  const weights = await hashWeights(model) ?? otherwise;
  const tasks = await Promise.all(
    experiment.tasks.map(async (entry) => ({ ...entry, task: await identified(entry.task) })),
  );
  return planRuns({ ...experiment, tasks }, weights, isPreset(model) ? undefined : await modelConfig(model));
}

/** Notebooks are not type-checked; records of runs without defaults would contradict their identity. */
function checkWhole(experiment: Experiment): void {
  const { data, error } = experimentSchema.safeParse(experiment, { error: validationMessage });
  if (error) throw new UserError(`The experiment does not fit:\n${z.prettifyError(error)}`);
  if (isDeepStrictEqual(data, JSON.parse(JSON.stringify(experiment)))) return;
  throw new UserError(
    `Expected the experiment ${data.name} with its defaults but found it without some: give what ` +
      "experimentSchema.parse(experiment) gives",
  );
}
