import type { History } from "../sweeps/record.ts";
import { shouldStop } from "../training/early_stopping.ts";

/**
 * Of how many runs training ended at its last gradient step before early stopping would have ended it, so that more steps
 * might have brought more.
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
    status === "finished" && !shouldStop(evaluations, training.patience)
  ).length;
}
