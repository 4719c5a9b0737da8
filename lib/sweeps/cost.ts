import { forwardFlops, stepFlops } from "../models/flops.ts";
import { gpt2ConfigSchema, gpt2Preset, type Gpt2PresetName } from "../models/config.ts";
import { bodyOf } from "../models/settings.ts";
import { transferConfig } from "../models/transfer.ts";
import { taskShape } from "../tasks/shape.ts";
import { evaluatedExamples } from "../training/evaluated_examples.ts";
import type { RunConfig } from "./experiment.ts";

/** FLOPs from which on a sweep is not started unasked: days on two cores, hours on the fastest GPU. */
export const LARGE = 1e17;

/**
 * The floating-point operations of one gradient step of a run, those of matrix products (see {@linkcode stepFlops}); of
 * ListOps as if every expression were as long as the longest may be; shorter ones take less.
 */
export function flopsOfStep(config: RunConfig): number {
  return stepFlops(modelOf(config), config.setting.trained, config.training.batchSize);
}

/**
 * The floating-point operations that runs take at most: all their gradient steps, an evaluation on validation at each
 * interval, and those on test and training examples at the end. A run that stops early takes fewer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { flopsOfRuns } from "./cost.ts";
 * import { planRuns } from "./plan.ts";
 * import { preset } from "./presets.ts";
 *
 * assert(flopsOfRuns(planRuns(preset("paper"), null).map(({ config }) => config)) > 1e19);
 * ```
 */
export function flopsOfRuns(configs: readonly RunConfig[]): number {
  return configs.reduce((sum, config) => sum + flopsOfRun(config), 0);
}

/** The run that costs most; of equals the first. @throws {RangeError} If there is none. */
export function costliest(configs: readonly RunConfig[]): RunConfig {
  if (configs.length === 0) throw new RangeError("Expected a run but found none");
  return configs.reduce((most, config) => flopsOfRun(config) > flopsOfRun(most) ? config : most);
}

function flopsOfRun(config: RunConfig): number {
  const { maximumSteps, evaluateEvery } = config.training;
  const { train, validation, test } = evaluatedExamples(taskShape(config.task).sizes, config.training);
  const evaluations = Math.ceil(maximumSteps / evaluateEvery);
  return maximumSteps * flopsOfStep(config) +
    forwardFlops(modelOf(config), evaluations * validation + train + test);
}

function modelOf({ model, body, setting, task }: RunConfig) {
  const whole = body ? gpt2ConfigSchema.parse(body) : gpt2Preset(model as Gpt2PresetName);
  return transferConfig(bodyOf(setting, whole), taskShape(task));
}
