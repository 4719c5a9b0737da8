import { isDeepStrictEqual } from "node:util";
import { decisiveOptions } from "../tasks/options.ts";
import { type Experiment, learningRatesOf, type RunConfig } from "./experiment.ts";
import type { History } from "./record.ts";

/**
 * Of another experiment's runs those that can be compared with `experiment`'s: the same tasks, trained in the same
 * way, at the same learning rates with the same seeds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "./histories_of.ts";
 * import { preset } from "./presets.ts";
 * import { withinGrid } from "./within_grid.ts";
 *
 * const experiment = preset("quick"), histories = await historiesOf(experiment);
 * const atOne = withinGrid(histories, { ...experiment, learningRates: [1e-3] });
 * assert(0 < atOne.length && atOne.length < histories.length);
 * ```
 */
export function withinGrid(histories: readonly History[], experiment: Experiment): History[] {
  return histories.filter(({ config, setting, learningRate, seed }) => {
    const entry = entryOf(experiment, config);
    return entry !== undefined && learningRatesOf(experiment, entry, setting).includes(learningRate) &&
      experiment.seeds.includes(seed);
  });
}

/** Likewise at any learning rate, with any seed. */
export function ofSameTasks(histories: readonly History[], experiment: Pick<Experiment, "tasks">): History[] {
  return histories.filter(({ config }) => entryOf(experiment, config) !== undefined);
}

/**
 * The experiment as one who tries a single learning rate for all would have it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "./presets.ts";
 * import { atOneLearningRate } from "./within_grid.ts";
 *
 * assert.deepEqual(atOneLearningRate(preset("pocket"), 1e-3).learningRates, [1e-3]);
 * ```
 */
export function atOneLearningRate(experiment: Experiment, learningRate: number): Experiment {
  const tasks = experiment.tasks.map(({ task, training }) => ({ task, training }));
  return { ...experiment, tasks, learningRates: [learningRate] };
}

/** What `experiment` has of the same task, posed and trained in the same way; undefined where it has none. */
export function entryOf(
  { tasks }: Pick<Experiment, "tasks">,
  config: Pick<RunConfig, "task" | "training">,
): Experiment["tasks"][number] | undefined {
  return tasks.find(({ task, training }) =>
    isDeepStrictEqual(decisiveOptions(task), decisiveOptions(config.task)) &&
    isDeepStrictEqual(training, config.training)
  );
}
