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
 */
export function bestLearningRate(points: readonly CurvePoint[]): CurvePoint | undefined {
  const known = points.filter(({ validation }) => validation !== null);
  const best = Math.max(...known.map(({ validation }) => validation!.mean));
  return known
    .filter(({ validation }) => validation!.mean >= best - TIE)
    .sort((a, b) => a.learningRate - b.learningRate)[0];
}
