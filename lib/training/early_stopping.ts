/** One look at the validation split. */
export interface Evaluation {
  step: number;
  validationAccuracy: number;
  validationLoss: number;
}

/** The evaluation with the best validation accuracy, the earliest of equals; undefined where there is none. */
export function bestEvaluation<Look extends Pick<Evaluation, "validationAccuracy">>(
  evaluations: readonly Look[],
): Look | undefined {
  return evaluations.reduce<Look | undefined>(
    (best, next) => best === undefined || next.validationAccuracy > best.validationAccuracy ? next : best,
    undefined,
  );
}

/**
 * Whether the last `patience` evaluations brought nothing better than what was before them (early stopping,
 * Rothermel et al., 2021, section 3).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { shouldStop } from "./early_stopping.ts";
 *
 * const evaluations = [0.5, 0.7, 0.7, 0.6].map((validationAccuracy, i) => (
 *   { step: 100 * (i + 1), validationAccuracy, validationLoss: 1 }
 * ));
 * assert(shouldStop(evaluations, 2));
 * assert(!shouldStop(evaluations, 3));
 * ```
 */
export function shouldStop(
  evaluations: readonly Pick<Evaluation, "validationAccuracy">[],
  patience: number | null,
): boolean {
  const best = bestEvaluation(evaluations);
  return patience !== null && best !== undefined &&
    evaluations.length - 1 - evaluations.indexOf(best) >= patience;
}
