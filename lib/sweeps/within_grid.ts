import { isDeepStrictEqual } from "node:util";
import type { TaskOptions } from "../tasks/options.ts";
import { type Experiment, learningRatesOf } from "./experiment.ts";
import type { History } from "./record.ts";

/**
 * Of another experiment's runs those that can be compared with `experiment`'s: the same tasks, trained in the same
 * way, at the same learning rates with the same seeds.
 */
export function withinGrid(histories: readonly History[], experiment: Experiment): History[] {
  return histories.filter(({ config, setting, learningRate, seed }) => {
    const entry = experiment.tasks.find(({ task, training }) =>
      isDeepStrictEqual(asPosed(task), asPosed(config.task)) && isDeepStrictEqual(training, config.training)
    );
    return entry !== undefined && learningRatesOf(experiment, entry, setting).includes(learningRate) &&
      experiment.seeds.includes(seed);
  });
}

/** Options as an experiment has them, which does not know the SHA-256 that sweeps find of its files. */
function asPosed(options: TaskOptions): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== "sha256"));
}
