import { fold, keyOf } from "../random/key.ts";
import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { bestRuns } from "./best_runs.ts";
import { bootstrapInterval } from "./bootstrap.ts";
import { isAtGridEdge } from "./grid_edge.ts";
import { runSeries } from "./series.ts";
import { estimate } from "./statistics.ts";

/** A task in a setting at its best learning rate: a cell of the paper's Table 1. */
export interface Summary {
  task: string;
  setting: string;
  /** The best by validation; null, like all that follows from it, while no run has ended. */
  learningRate: number | null;
  /** How many seeds the figures are of: those that ended at every learning rate, where there are any. */
  seeds: number;
  /** Fractions from 0 to 1. */
  testMean: number | null;
  /** Standard error over seeds; null for one seed. */
  testError: number | null;
  /** Bootstrap 95 % interval over seeds (see `bootstrapInterval`); null for one seed. */
  testLow: number | null;
  testHigh: number | null;
  validationMean: number | null;
  /** Whether a better learning rate may lie beyond those tried (see {@linkcode isAtGridEdge}). */
  atGridEdge: boolean | null;
  /** How many runs, of all learning rates, have no result. */
  missing: number;
}

/**
 * Each task in each setting at its best learning rate, in the order of the records. Learning rates are compared over the
 * seeds that have ended at all of them, where there are any.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { summarize } from "./summary.ts";
 *
 * const run = { task: "mnist", setting: "frozen-random", status: "finished", trainAccuracy: 1, bestStep: 9 } as const;
 * const [row] = summarize([
 *   { ...run, runId: "a", learningRate: 1e-3, seed: 0, validationAccuracy: 0.8, testAccuracy: 0.7, steps: 9, seconds: 1 },
 *   { ...run, runId: "b", learningRate: 1e-2, seed: 0, validationAccuracy: 0.7, testAccuracy: 0.9, steps: 9, seconds: 1 },
 * ]);
 * assert.equal(row.learningRate, 1e-3);
 * assert.equal(row.testMean, 0.7);
 * ```
 */
export function summarize(records: readonly RunRecord[]): Summary[] {
  return runSeries(records).map(({ task, setting, members }) => {
    const [best] = bestRuns(members);
    const chosen = best?.runs ?? [];
    const accuracies = chosen.map(({ testAccuracy }) => testAccuracy ?? 0), test = estimate(accuracies);
    const validation = estimate(chosen.map(({ validationAccuracy }) => validationAccuracy ?? 0));
    const interval = bootstrapInterval(
      accuracies,
      fold(fold(keyOf(0), "bootstrap"), `${task} ${setting}`),
    );
    return {
      task,
      setting,
      learningRate: best?.learningRate ?? null,
      seeds: chosen.length,
      testMean: test?.mean ?? null,
      testError: test?.error ?? null,
      testLow: interval?.[0] ?? null,
      testHigh: interval?.[1] ?? null,
      validationMean: validation?.mean ?? null,
      atGridEdge: isAtGridEdge(members),
      missing: members.filter((run) => !isEnded(run)).length,
    };
  });
}
