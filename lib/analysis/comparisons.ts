import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { comparePairs, type PairedComparison } from "./paired.ts";
import { distinctRuns, tasksOf } from "./series.ts";

/** Two settings on one task, each at its best learning rate, seed by seed on the test split. */
export interface SettingComparison {
  task: string;
  first: string;
  second: string;
  /** null while the two share no seed that has ended. */
  comparison: PairedComparison | null;
}

/** Unfrozen and frozen with each initialization, and the comparison that Lu et al. (2021) drew. */
export const UNFROZEN_AND_FROZEN = [
  ["unfrozen-pretrained", "frozen-pretrained"],
  ["unfrozen-random", "frozen-random"],
  ["unfrozen-random", "frozen-pretrained"],
] as const;

/** The comparisons that the paper draws. */
export const PAPER_PAIRS = [
  ...UNFROZEN_AND_FROZEN,
  ["frozen-pretrained", "frozen-random"],
  ["unfrozen-pretrained", "unfrozen-random"],
] as const;

/**
 * Compares settings on every task of `records`: for each pair the first minus the second, each at its own best learning
 * rate by validation, seed by seed on the test split, as fractions from 0 to 1.
 *
 * @param pairs The paper's if not given.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { compareSettings } from "./comparisons.ts";
 *
 * const pairs = [["unfrozen-pretrained", "frozen-pretrained"]] as const;
 * const compared = compareSettings(await historiesOf(preset("pocket")), pairs);
 * const { means, difference, n } = compared.find(({ task }) => task === "mnist")!.comparison!;
 * assert.equal(n, 3); // seeds
 * assert(Math.abs(means[0] - means[1] - difference) < 1e-9);
 * ```
 */
export function compareSettings(
  records: readonly RunRecord[],
  pairs: readonly (readonly [string, string])[] = PAPER_PAIRS,
): SettingComparison[] {
  const best = bestRuns(records);
  return tasksOf(records).flatMap((task) =>
    pairs.map(([first, second]) => ({
      task,
      first,
      second,
      comparison: compareRuns(
        bestRunsOf(best, task, first)?.runs ?? [],
        bestRunsOf(best, task, second)?.runs ?? [],
      ),
    }))
  );
}

/** Two settings at one learning rate, seed by seed on the test split; null of no seed that both have ended with. */
export function compareAt(
  records: readonly RunRecord[],
  task: string,
  learningRate: number,
  first: string,
  second: string,
): PairedComparison | null {
  return compareRuns(
    endedAt(records, task, first, learningRate),
    endedAt(records, task, second, learningRate),
  );
}

/** The runs of a task in a setting that have ended at one learning rate. */
export function endedAt(
  records: readonly RunRecord[],
  task: string,
  setting: string,
  learningRate: number,
): RunRecord[] {
  return distinctRuns(records).filter((run) =>
    isEnded(run) && run.task === task && run.setting === setting && run.learningRate === learningRate
  );
}

/** Runs seed by seed on the test split; a run that diverged before any evaluation counts as 0. */
export function compareRuns(
  first: readonly RunRecord[],
  second: readonly RunRecord[],
): PairedComparison | null {
  return comparePairs(pairsBySeed(first, second, ({ testAccuracy }) => testAccuracy ?? 0));
}
