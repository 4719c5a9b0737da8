import { fold, keyOf } from "../random/key.ts";
import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { bootstrapInterval } from "./bootstrap.ts";
import { type CurvePoint, curves, series } from "./curves.ts";

/** A task in a setting at its best learning rate: a cell of the paper's Table 1. */
export interface Summary {
  task: string;
  setting: string;
  /** The best by validation; null, like all that follows from it, while no run has ended. */
  learningRate: number | null;
  /** How many seeds the figures are of. */
  seeds: number;
  /** Fractions from 0 to 1. */
  testMean: number | null;
  /** Standard error over seeds; null for one seed. */
  testError: number | null;
  /** Bootstrap 95 % interval over seeds; null for one seed. */
  testLow: number | null;
  testHigh: number | null;
  validationMean: number | null;
  /** Whether the best learning rate is the smallest or the largest tried, so that a better one may lie beyond. */
  atGridEdge: boolean | null;
  /** Of how many seeds the last evaluation was the best, so that more steps might have brought more. */
  rising: number;
  /** How many runs, of all learning rates, have no result. */
  missing: number;
}

/** Accuracies nearer than this are equal; it is far below what one example of a split is worth. */
const TIE = 1e-9;

/**
 * The point with the best mean validation accuracy, that of the smallest learning rate among equals; undefined
 * where no run has ended. The test split has no say (Rothermel et al., 2021, section 3).
 *
 * @param points Those of one task in one setting.
 */
export function bestLearningRate(points: readonly CurvePoint[]): CurvePoint | undefined {
  const known = points.filter(({ validation }) => validation !== null);
  const best = Math.max(...known.map(({ validation }) => validation!.mean));
  return known
    .filter(({ validation }) => validation!.mean >= best - TIE)
    .sort((a, b) => a.learningRate - b.learningRate)[0];
}

/**
 * Each task in each setting at its best learning rate, in the order of the records.
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
  return series(records).map(({ task, setting, members: runs }) => {
    const members = curves(runs), best = bestLearningRate(members);
    const chosen = runs.filter((run) => isEnded(run) && run.learningRate === best?.learningRate);
    const interval = bootstrapInterval(
      chosen.map(({ testAccuracy }) => testAccuracy ?? 0),
      fold(fold(keyOf(0), "bootstrap"), `${task} ${setting}`),
    );
    return {
      task,
      setting,
      learningRate: best?.learningRate ?? null,
      seeds: best?.test?.n ?? 0,
      testMean: best?.test?.mean ?? null,
      testError: best?.test?.error ?? null,
      testLow: interval?.[0] ?? null,
      testHigh: interval?.[1] ?? null,
      validationMean: best?.validation?.mean ?? null,
      atGridEdge: best ? best === members[0] || best === members.at(-1) : null,
      rising: chosen.filter(({ bestStep, steps }) => bestStep === steps).length,
      missing: members.reduce((sum, { missing }) => sum + missing, 0),
    };
  });
}
