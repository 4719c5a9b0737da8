/** What runs say of single claims (see claims.ts), each of one task. */

import type { History } from "../sweeps/histories.ts";
import { isEnded } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { compareSettings } from "./comparisons.ts";
import { curves, series } from "./curves.ts";
import { computeEfficiency } from "./efficiency.ts";
import { trainTestGaps } from "./gap.ts";
import { comparePairs } from "./paired.ts";
import { rankings } from "./rankings.ts";
import { type Finding, isAbove, unknown } from "./verdict.ts";

/** The learning rate of Lu et al. (2021), and the range around which the paper sees orders change on ListOps. */
const LU = 1e-3;
const LISTOPS_RANGE = [1e-5, 1e-3];

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

/** The best learning rate of the unfrozen pretrained transformer over that of the frozen one. */
export function ratioOfLearningRates(task: string, histories: readonly History[]): Finding {
  const best = bestRuns(histories);
  const unfrozen = bestRunsOf(best, task, "unfrozen-pretrained")?.learningRate;
  const frozen = bestRunsOf(best, task, "frozen-pretrained")?.learningRate;
  if (unfrozen === undefined || frozen === undefined) return unknown(task);
  const answer = unfrozen < frozen
    ? "replicates"
    : unfrozen > frozen
    ? "does not replicate"
    : "cannot be told";
  return { task, answer, value: unfrozen / frozen, low: null, high: null };
}

/** Frozen minus unfrozen, both pretrained, at the learning rate of Lu et al. */
export function atLu(task: string, histories: readonly History[]): Finding {
  const runsOf = (setting: string) =>
    histories.filter((run) => run.setting === setting && run.learningRate === LU && isEnded(run));
  return isAbove(
    task,
    comparePairs(pairsBySeed(runsOf("frozen-pretrained"), runsOf("unfrozen-pretrained"))),
    0,
  );
}

/** How many orders of the settings the tried learning rates give. */
export function ordersOf(task: string, histories: readonly History[]): Finding {
  const points = curves(histories);
  const [least, most] = LISTOPS_RANGE;
  const ranked = rankings(points).filter(({ learningRate, order }) =>
    learningRate >= least && learningRate <= most && order.length === series(points).length
  );
  const orders = new Set(ranked.map(({ order }) => order.map(({ setting }) => setting).join()));
  if (ranked.length < 2 || series(points).length < 4) return unknown(task);
  const answer = orders.size > 1 ? "replicates" : "does not replicate";
  return { task, answer, value: orders.size, low: null, high: null };
}

/** How many times sooner the frozen pretrained transformer is where the frozen random one is best. */
export function speedup(task: string, histories: readonly History[]): Finding {
  const found = computeEfficiency(histories).find(({ pretrained }) => pretrained === "frozen-pretrained");
  if (found === undefined) return unknown(task);
  const { speedup: value, reached, seeds } = found;
  if (value === null) {
    return { ...unknown(task), answer: reached < seeds ? "does not replicate" : "cannot be told" };
  }
  return { task, answer: value > 1 ? "replicates" : "does not replicate", value, low: null, high: null };
}

/** The train/test gap of the frozen pretrained transformer, less the largest of the others. */
export function largestGap(task: string, histories: readonly History[]): Finding {
  const gaps = trainTestGaps(histories).filter(({ gap }) => gap !== null);
  const others = gaps.filter(({ setting }) => setting !== "frozen-pretrained")
    .sort((a, b) => b.gap!.mean - a.gap!.mean);
  const best = bestRuns(histories);
  const gapsOf = (setting: string) =>
    (bestRunsOf(best, task, setting)?.runs ?? []).map(({ seed, trainAccuracy, testAccuracy }) => (
      { seed, gap: (trainAccuracy ?? 0) - (testAccuracy ?? 0) }
    ));
  if (others.length < 3) return unknown(task);
  const next = gapsOf(others[0].setting);
  const pairs = gapsOf("frozen-pretrained").flatMap(({ seed, gap }): [number, number][] => {
    const other = next.find((one) => one.seed === seed);
    return other === undefined ? [] : [[gap, other.gap]];
  });
  return isAbove(task, comparePairs(pairs), 0);
}
