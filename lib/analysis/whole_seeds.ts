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
 * assert.deepEqual(wholeSeeds([]), []);
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
