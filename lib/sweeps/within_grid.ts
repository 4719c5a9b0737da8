import { isDeepStrictEqual } from "node:util";
import { decisiveOptions } from "../tasks/options.ts";
import { type Experiment, learningRatesOf, type RunConfig } from "./experiment.ts";
import type { History } from "./record.ts";

/**
 * Of another experiment's runs those that can be compared with `experiment`'s: the same tasks, trained in the same
 * way, at the same learning rates with the same seeds.
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

/** The experiment as one who tries a single learning rate for all would have it. */
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
