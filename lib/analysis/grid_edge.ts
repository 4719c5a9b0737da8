import type { RunRecord } from "../sweeps/record.ts";
import { isPerfect } from "./best_learning_rate.ts";
import { bestRuns } from "./best_runs.ts";
import { mean } from "./statistics.ts";

/**
 * Whether the best learning rate is the smallest or the largest of several, so that a better one may lie beyond; not
 * where validation has no errors. null while no run has ended.
 *
 * @param runs Those of one task in one setting.
 */
export function isAtGridEdge(runs: readonly RunRecord[]): boolean | null {
  const [best] = bestRuns(runs);
  if (best === undefined) return null;
  const rates = runs.map(({ learningRate }) => learningRate);
  const least = Math.min(...rates), greatest = Math.max(...rates);
  const validation = mean(best.runs.map(({ validationAccuracy }) => validationAccuracy ?? 0))!;
  return least < greatest && [least, greatest].includes(best.learningRate) && !isPerfect(validation);
}
