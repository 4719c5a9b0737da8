import { isDeepStrictEqual } from "node:util";
import { type Experiment, learningRatesOf } from "./experiment.ts";
import type { History } from "./record.ts";

/**
 * Of another experiment's runs those that can be compared with `experiment`'s: the same tasks, trained in the same
 * way, at the same learning rates with the same seeds.
 */
export function withinGrid(histories: readonly History[], experiment: Experiment): History[] {
  return histories.filter(({ config, setting, learningRate, seed }) => {
    const entry = experiment.tasks.find(({ task, training }) =>
      isDeepStrictEqual(task, config.task) && isDeepStrictEqual(training, config.training)
    );
    return entry !== undefined && learningRatesOf(experiment, entry, setting).includes(learningRate) &&
      experiment.seeds.includes(seed);
  });
}
