import type { History } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { PAPER_PAIRS } from "./comparisons.ts";
import { countCutOff } from "./cut_off.ts";
import { lateQuarters } from "./late_quarters.ts";
import { comparePairs, type PairedComparison } from "./paired.ts";
import { tasksOf } from "./series.ts";

/** How the lead of one setting over another on validation moved in the second half of the steps. */
export interface LateDifference {
  task: string;
  first: string;
  second: string;
  /** First minus second in the third and in the last quarter of the most steps, as fractions. */
  third: number;
  last: number;
  /** The last quarter less the third, seed by seed. */
  change: PairedComparison;
  /** How many of these runs were cut off (see {@linkcode countCutOff}), so that the lead might go on to move, and of how many. */
  cutOff: number;
  runs: number;
}

/**
 * Whether settings at their best learning rates were still gaining on each other when training ended: where they were, the
 * lead is one at that number of steps. Validation accuracies are means over the evaluations in a quarter of the most
 * steps, over the seeds of which both runs have some in either quarter.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { longerPreset } from "../sweeps/presets.ts";
 * import { lateDifferences } from "./late_differences.ts";
 *
 * const [{ third, last, change }] = lateDifferences(await historiesOf(longerPreset("pocket")!));
 * assert(Math.abs(last - third - change.difference) < 1e-9);
 * ```
 */
export function lateDifferences(histories: readonly History[]): LateDifference[] {
  const best = bestRuns(histories);
  return tasksOf(histories).flatMap((task) =>
    PAPER_PAIRS.flatMap(([first, second]) => {
      const runs = [first, second].map((setting) => bestRunsOf(best, task, setting)?.runs ?? []);
      const late = (run: History) => ({ run, quarters: lateQuarters(run) });
      const pairs = pairsBySeed(runs[0], runs[1], late)
        .filter((pair) => pair.every(({ quarters }) => quarters !== null));
      const change = comparePairs(pairs.map((pair) => {
        const [a, b] = pair.map(({ quarters }) => quarters!);
        return [a.last - b.last, a.third - b.third];
      }));
      if (change === null) return [];
      const [last, third] = change.means, both = pairs.flat().map(({ run }) => run);
      return [{ task, first, second, third, last, change, cutOff: countCutOff(both), runs: both.length }];
    })
  );
}
