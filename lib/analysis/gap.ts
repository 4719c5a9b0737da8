import type { RunRecord } from "../sweeps/record.ts";
import { bestRuns } from "./best_runs.ts";
import { type Estimate, estimate } from "./statistics.ts";

/** How much better a setting does on what it was trained on, at its best learning rate. */
export interface Gap {
  task: string;
  setting: string;
  learningRate: number;
  /** Fractions from 0 to 1; null where no run was evaluated. */
  train: Estimate | null;
  test: Estimate | null;
  /** Train minus test accuracy, seed by seed. */
  gap: Estimate | null;
}

/**
 * The gap between training and test accuracy of each task and setting at its best learning rate, at the best
 * validation step.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { trainTestGaps } from "./gap.ts";
 *
 * const run = { task: "mnist", setting: "frozen-random", learningRate: 1e-3, status: "finished" } as const;
 * const known = { validationAccuracy: 0.75, testAccuracy: 0.75, trainAccuracy: 1, bestStep: 9, steps: 9, seconds: 1 };
 * const [{ gap }] = trainTestGaps([{ ...run, ...known, runId: "a", seed: 0 }]);
 * assert.equal(gap?.mean, 0.25);
 * ```
 */
export function trainTestGaps(records: readonly RunRecord[]): Gap[] {
  return bestRuns(records).map(({ task, setting, learningRate, runs }) => {
    const known = runs.filter(hasGap);
    return {
      task,
      setting,
      learningRate,
      train: estimate(known.map(({ trainAccuracy }) => trainAccuracy!)),
      test: estimate(known.map(({ testAccuracy }) => testAccuracy!)),
      gap: estimate(known.map(({ trainAccuracy, testAccuracy }) => trainAccuracy! - testAccuracy!)),
    };
  });
}

/** Whether a run was evaluated on both splits: one that diverged early was not. */
export function hasGap({ trainAccuracy, testAccuracy }: RunRecord): boolean {
  return trainAccuracy !== null && testAccuracy !== null;
}
