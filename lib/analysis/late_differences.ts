import type { History } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { PAPER_PAIRS } from "./comparisons.ts";
import { countCutOff } from "./cut_off.ts";
import { comparePairs, type PairedComparison } from "./paired.ts";
import { mean } from "./statistics.ts";

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
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { lateDifferences } from "./late_differences.ts";
 *
 * assert.deepEqual(lateDifferences([]), []);
 * ```
 */
export function lateDifferences(histories: readonly History[]): LateDifference[] {
  const best = bestRuns(histories);
  const tasks = [...new Set(histories.map(({ task }) => task))];
  return tasks.flatMap((task) =>
    PAPER_PAIRS.flatMap(([first, second]) => {
      const runs = [first, second].map((setting) => bestRunsOf(best, task, setting)?.runs ?? []);
      const pairs = pairsBySeed(runs[0], runs[1], (run) => run)
        .filter((pair) => pair.every((run) => QUARTERS.every((from) => quarterOf(run, from) !== null)));
      const change = comparePairs(pairs.map(([a, b]) => {
        const [third, last] = QUARTERS.map((from) => quarterOf(a, from)! - quarterOf(b, from)!);
        return [last, third];
      }));
      if (change === null) return [];
      const [last, third] = change.means, both = pairs.flat();
      return [{ task, first, second, third, last, change, cutOff: countCutOff(both), runs: both.length }];
    })
  );
}

/** Where the third and the last quarter of the most steps begin. */
const QUARTERS = [0.5, 0.75];

/** The mean validation accuracy of a run in a quarter of the most steps; null where it was not evaluated. */
function quarterOf({ evaluations, config: { training } }: History, from: number): number | null {
  const inside = evaluations.filter(({ step }) =>
    step > from * training.maximumSteps && step <= (from + 0.25) * training.maximumSteps
  );
  return mean(inside.map(({ validationAccuracy }) => validationAccuracy));
}
