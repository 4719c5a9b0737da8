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
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { longerPreset } from "../sweeps/presets.ts";
 * import { countCutOff } from "./cut_off.ts";
 *
 * const ended = await historiesOf(longerPreset("pocket")!);
 * const stopped = ended.filter(({ steps, config }) => steps < config.training.maximumSteps);
 * assert.equal(countCutOff(stopped), 0); // by early stopping
 * ```
 */
export function countCutOff(runs: readonly History[]): number {
  return runs.filter(({ status, evaluations, config: { training } }) =>
    status === "finished" && !shouldStop(evaluations, training.patience) &&
    !isPerfect(bestEvaluation(evaluations)?.validationAccuracy ?? 0)
  ).length;
}
