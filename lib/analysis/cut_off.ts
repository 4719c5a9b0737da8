import type { History } from "../sweeps/record.ts";
import { bestEvaluation, shouldStop } from "../training/early_stopping.ts";
import { isPerfect } from "./best_learning_rate.ts";

/**
 * Of how many runs training ended at its last gradient step before early stopping would have ended it, so that more steps
 * might have brought more; not those whose validation had no errors left.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { countCutOff } from "./cut_off.ts";
 *
 * assert.equal(countCutOff([]), 0);
 * ```
 */
export function countCutOff(runs: readonly History[]): number {
  return runs.filter(({ status, evaluations, config: { training } }) =>
    status === "finished" && !shouldStop(evaluations, training.patience) &&
    !isPerfect(bestEvaluation(evaluations)?.validationAccuracy ?? 0)
  ).length;
}
