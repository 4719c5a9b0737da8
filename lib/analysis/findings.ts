/** What runs say of claims about settings at their best learning rates (see claims.ts), each of one task. */

import type { History } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { compareSettings } from "./comparisons.ts";
import { countCutOff } from "./cut_off.ts";
import { type Arrival, computeEfficiency } from "./efficiency.ts";
import { hasGap, seenShare, trainTestGaps } from "./gap.ts";
import { comparePairs, leader } from "./paired.ts";
import { type Finding, isAbove, isAboveOne, unknown } from "./verdict.ts";

/** Two settings, each at its best learning rate. */
export function difference(
  task: string,
  histories: readonly History[],
  first: string,
  second: string,
  threshold = 0,
): Finding {
  const [{ comparison }] = compareSettings(histories, [[first, second]]);
  return isAbove(task, comparison, threshold);
}

/**
 * How many times sooner the frozen pretrained transformer is where the frozen random one is best, seed by seed; known
 * to the steps between evaluations. Where its last step and not early stopping ended the random one, how far it ever gets
 * is not known.
 */
export function speedup(task: string, histories: readonly History[]): Finding {
  const found = computeEfficiency(histories).find(({ pretrained }) => pretrained === "frozen-pretrained");
  if (found === undefined) return unknown(task);
  const { pairs, reached, seeds, randomCutOff, randomSeeds } = found;
  if (reached < seeds) {
    const answer = staysBehind(task, histories) ? "does not replicate" : "inconclusive";
    return { ...unknown(task), answer, note: `${reached} of ${seeds} seeds get there` };
  }
  const sooner = (arrivals: Arrival[]) => Math.max(...arrivals.map(({ step, after }) => step / after));
  const finding = isAboveOne(
    task,
    pairs.map(([random, pretrained]) => [random.step, pretrained.step]),
    sooner(pairs.map(([random]) => random)),
    sooner(pairs.map(([, pretrained]) => pretrained)),
  );
  if (randomCutOff === 0) return finding;
  const note = `more steps might take the random one further with ${randomCutOff} of ${randomSeeds} seeds`;
  return { ...finding, answer: "inconclusive", note };
}

/**
 * Whether the frozen pretrained transformer's best validation accuracy is below the random one's, and more steps would
 * not have mended it. That some seeds miss the mean of the others' says less: of two that are alike half do.
 */
function staysBehind(task: string, histories: readonly History[]): boolean {
  const best = bestRuns(histories);
  const [pretrained, random] = ["frozen-pretrained", "frozen-random"].map((setting) =>
    bestRunsOf(best, task, setting)?.runs ?? []
  );
  const pairs = pairsBySeed(pretrained, random, ({ validationAccuracy }) => validationAccuracy ?? 0);
  return countCutOff(pretrained) === 0 && leader(comparePairs(pairs)) === "second";
}

/**
 * The train/test gap of the frozen pretrained transformer, less that of the setting that decides: of one that has a larger
 * gap, else of one that it is not ahead of, else the next largest. That it is ahead of each wants no wider intervals; that
 * one is ahead of it does, as it is looked for in each (Bonferroni).
 */
export function largestGap(task: string, histories: readonly History[]): Finding {
  const gaps = trainTestGaps(histories).filter(({ gap }) => gap !== null);
  const best = bestRuns(histories);
  const runsOf = (setting: string) => (bestRunsOf(best, task, setting)?.runs ?? []).filter(hasGap);
  const gapOf = ({ trainAccuracy, testAccuracy }: History) => trainAccuracy! - testAccuracy!;
  const compared = gaps.filter(({ setting }) => setting !== "frozen-pretrained")
    .flatMap(({ setting }) =>
      comparePairs(pairsBySeed(runsOf("frozen-pretrained"), runsOf(setting), gapOf)) ?? []
    )
    .sort((a, b) => a.difference - b.difference);
  if (compared.length < 3) return unknown(task);
  const larger = compared.find((one) => leader(one, 1 - 0.05 / compared.length) === "second");
  const asLarge = compared.find((one) => leader(one) !== "first");
  const answer = larger ? "does not replicate" : asLarge ? "inconclusive" : "replicates";
  const seen = gaps.flatMap(({ setting }) => runsOf(setting).map(seenShare));
  const note = `runs had learned from ${
    (100 * Math.min(...seen)).toFixed(0)
  } % of the training split or more`;
  return { ...isAbove(task, larger ?? asLarge ?? compared[0], 0), answer, note };
}
