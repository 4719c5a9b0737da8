import type { CurvePoint } from "./curves.ts";
import { TIE } from "./tie.ts";

/** Whether an accuracy leaves nothing to gain, but for rounding. */
export function isPerfect(accuracy: number): boolean {
  return accuracy >= 1 - TIE;
}

/**
 * The point with the best mean validation accuracy, that of the smallest learning rate among equals; undefined
 * where no run has ended. The test split has no say (Rothermel et al., 2021, section 3). Of an unfinished sweep points may
 * be over different seeds: `summarize` takes those that have ended at all learning rates.
 *
 * @param points Those of one task in one setting.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "../sweeps/presets.ts";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { bestLearningRate } from "./best_learning_rate.ts";
 * import { curves } from "./curves.ts";
 *
 * const points = curves(await historiesOf(preset("quick")));
 * const frozen = points.filter(({ task, setting }) => task === "mnist" && setting === "frozen-random");
 * const best = bestLearningRate(frozen)!;
 * assert(frozen.every(({ validation }) => validation!.mean <= best.validation!.mean));
 * ```
 */
export function bestLearningRate(points: readonly CurvePoint[]): CurvePoint | undefined {
  const known = points.filter(({ validation }) => validation !== null);
  const best = Math.max(...known.map(({ validation }) => validation!.mean));
  return known
    .filter(({ validation }) => validation!.mean >= best - TIE)
    .sort((a, b) => a.learningRate - b.learningRate)[0];
}
