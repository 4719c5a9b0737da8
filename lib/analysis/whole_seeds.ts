import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { runSeries } from "./series.ts";

/**
 * Those of `runs` whose seeds have ended at every learning rate at which any has; all of them while there is no such
 * seed. So learning rates are compared over the same seeds, also in the midst of a sweep and where a run failed.
 *
 * @param runs Those of one task in one setting.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { wholeSeeds } from "./whole_seeds.ts";
 *
 * const run = { task: "mnist", setting: "frozen-random", status: "finished", steps: 9, seconds: 1 } as const;
 * const accuracies = { validationAccuracy: 0.8, testAccuracy: 0.8, trainAccuracy: 0.8, bestStep: 9 };
 * const whole = wholeSeeds([
 *   { ...run, ...accuracies, runId: "a", learningRate: 1e-3, seed: 0 },
 *   { ...run, ...accuracies, runId: "b", learningRate: 1e-2, seed: 0 },
 *   { ...run, ...accuracies, runId: "c", learningRate: 1e-3, seed: 1 }, // not yet at 1e-2
 * ]);
 * assert.deepEqual(whole.map(({ runId }) => runId), ["a", "b"]);
 * ```
 */
export function wholeSeeds<Run extends RunRecord>(runs: readonly Run[]): Run[] {
  const ratesOf = (some: readonly Run[]) =>
    new Set(some.filter(isEnded).map(({ learningRate }) => learningRate));
  const { size } = ratesOf(runs);
  const whole = [...Map.groupBy(runs, ({ seed }) => seed).values()].filter((ofSeed) =>
    ratesOf(ofSeed).size === size
  );
  return whole.length === 0 ? [...runs] : whole.flat();
}

/** Of each task and setting in `records` the {@linkcode wholeSeeds}. */
export function withWholeSeeds<Run extends RunRecord>(records: readonly Run[]): Run[] {
  return runSeries(records).flatMap(({ members }) => wholeSeeds(members));
}

/**
 * Of each task those over the seeds that are whole in every setting, or {@linkcode withWholeSeeds} while there is no such
 * seed: so settings, too, are ranked over the same seeds.
 */
export function withSharedSeeds<Run extends RunRecord>(records: readonly Run[]): Run[] {
  const whole = Map.groupBy(withWholeSeeds(records), ({ task }) => task);
  return [...whole.values()].flatMap((ofTask) => {
    const seeds = [...Map.groupBy(ofTask, ({ setting }) => setting).values()]
      .map((runs) => new Set(runs.map(({ seed }) => seed)))
      .reduce((shared, next) => shared.intersection(next));
    return seeds.size === 0 ? ofTask : ofTask.filter(({ seed }) => seeds.has(seed));
  });
}
