import type { RunRecord } from "../sweeps/record.ts";
import { isPerfect } from "./best_learning_rate.ts";
import { bestRuns } from "./best_runs.ts";
import { mean } from "./statistics.ts";

/**
 * Whether the best learning rate is the smallest or the largest of several, so that a better one may lie beyond; not
 * where validation has no errors, nor where it is the best of more that were tried, with some on either side. null
 * while no run has ended.
 *
 * @param runs Those of one task in one setting.
 * @param tried Likewise at more learning rates, those of `runs` among them, if there are such.
 */
export function isAtGridEdge(runs: readonly RunRecord[], tried = runs): boolean | null {
  const [best] = bestRuns(runs);
  if (best === undefined) return null;
  const { learningRate } = best;
  if (tried !== runs && bestRuns(tried)[0].learningRate === learningRate && isInside(learningRate, tried)) {
    return false;
  }
  const validation = mean(best.runs.map(({ validationAccuracy }) => validationAccuracy ?? 0))!;
  const isAlone = runs.every((run) => run.learningRate === learningRate);
  return !isAlone && !isInside(learningRate, runs) && !isPerfect(validation);
}

/** Whether both smaller and larger learning rates were tried. */
function isInside(learningRate: number, runs: readonly RunRecord[]): boolean {
  return runs.some((run) => run.learningRate < learningRate) &&
    runs.some((run) => run.learningRate > learningRate);
}
