import type { RunRecord } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf } from "./best_runs.ts";
import { compareRuns, endedAt, UNFROZEN_AND_FROZEN } from "./comparisons.ts";
import { leader, type PairedComparison } from "./paired.ts";
import { signOf } from "./tie.ts";
import { tasksOf } from "./series.ts";

/** Which of the two sides had its learning rate tuned; the other one has the fixed learning rate. */
const TUNED = ["both", "frozen", "unfrozen", "neither"] as const;
export type Tuned = (typeof TUNED)[number];

/** What one would have concluded of an unfrozen against a frozen setting. */
export interface Conclusion {
  task: string;
  unfrozen: string;
  frozen: string;
  tuned: Tuned;
  /** Unfrozen minus frozen, seed by seed: positive where training everything seems better. */
  comparison: PairedComparison;
  /**
   * Whether this contradicts what tuning both says; null where neither is ahead then beyond what seeds differ by, which
   * one seed doesn't say: of one the sign decides.
   */
  reversed: boolean | null;
  /** Whether one side is ahead beyond what seeds differ by, here and with both tuned (see `leader`). */
  clear: boolean;
}

/**
 * Unfrozen minus frozen, had one tuned both learning rates, one of them or neither, where there are results: with
 * pretraining, without, and the random unfrozen transformer against the pretrained frozen one. Learning rates are tuned on
 * validation, compared on test.
 *
 * @param fixed The learning rate of what is not tuned, such as the 1e-3 of Lu et al. (2021); one that was tried.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { conclusions } from "./counterfactual.ts";
 *
 * const drawn = conclusions(await historiesOf(preset("pocket")), 1e-3);
 * const both = drawn.filter(({ tuned }) => tuned === "both");
 * assert(both.every(({ reversed }) => !reversed)); // what all others are held against
 * ```
 */
export function conclusions(records: readonly RunRecord[], fixed: number): Conclusion[] {
  const best = bestRuns(records);
  return tasksOf(records).flatMap((task) =>
    UNFROZEN_AND_FROZEN.flatMap(([unfrozen, frozen]) => {
      const runs = (setting: string, tuned: boolean) =>
        tuned ? bestRunsOf(best, task, setting)?.runs ?? [] : endedAt(records, task, setting, fixed);
      const compare = (tuned: Tuned) =>
        compareRuns(
          runs(unfrozen, tuned === "both" || tuned === "unfrozen"),
          runs(frozen, tuned === "both" || tuned === "frozen"),
        );
      const truth = compare("both");
      return TUNED.flatMap((tuned) => {
        const comparison = compare(tuned);
        if (truth === null || comparison === null) return [];
        const told = leader(truth) !== "neither";
        const reversed = told || truth.interval === null
          ? signOf(comparison.difference) * signOf(truth.difference) < 0
          : null;
        const clear = told && leader(comparison) !== "neither";
        return [{ task, unfrozen, frozen, tuned, comparison, reversed, clear }];
      });
    })
  );
}
