/** What runs say of single claims (see claims.ts), each of one task. */

import type { History } from "../sweeps/histories.ts";
import { isEnded } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { compareAt, compareSettings } from "./comparisons.ts";
import { computeEfficiency } from "./efficiency.ts";
import { trainTestGaps } from "./gap.ts";
import { comparePairs, leader } from "./paired.ts";
import { type Finding, isAbove, isAboveOne, unknown } from "./verdict.ts";

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

/** The best learning rate of the frozen pretrained transformer over that of the unfrozen one, seed by seed. */
export function ratioOfLearningRates(task: string, histories: readonly History[]): Finding {
  const pairs = [...Map.groupBy(histories, ({ seed }) => seed).values()].flatMap((ofSeed) => {
    const best = bestRuns(ofSeed);
    const [frozen, unfrozen] = ["frozen-pretrained", "unfrozen-pretrained"].map((setting) =>
      bestRunsOf(best, task, setting)?.learningRate
    );
    return frozen === undefined || unfrozen === undefined ? [] : [[frozen, unfrozen] as const];
  });
  return isAboveOne(task, pairs);
}

/** Frozen minus unfrozen, both pretrained, at the learning rate of Lu et al. */
export function atLu(task: string, histories: readonly History[]): Finding {
  return isAbove(task, compareAt(histories, task, LU, "frozen-pretrained", "unfrozen-pretrained"), 0);
}

/** How many pairs of settings change places between learning rates, beyond what seeds differ by. */
export function changesOfOrder(task: string, histories: readonly History[]): Finding {
  const [least, most] = LISTOPS_RANGE;
  const ended = histories.filter((run) =>
    isEnded(run) && run.learningRate >= least && run.learningRate <= most
  );
  const settings = [...new Set(ended.map(({ setting }) => setting))];
  const rates = [...new Set(ended.map(({ learningRate }) => learningRate))];
  if (settings.length < 4 || rates.length < 2) return unknown(task);
  const leaders = settings.flatMap((first, i) =>
    settings.slice(i + 1).map((second) =>
      rates.map((rate) => leader(compareAt(ended, task, rate, first, second)))
    )
  );
  const value = leaders.filter((ofPair) => ofPair.includes("first") && ofPair.includes("second")).length;
  const answer = value > 0
    ? "replicates"
    : leaders.flat().includes("neither")
    ? "cannot be told"
    : "does not replicate";
  return { task, answer, value, low: null, high: null };
}

/** How many times sooner the frozen pretrained transformer is where the frozen random one is best, seed by seed. */
export function speedup(task: string, histories: readonly History[]): Finding {
  const found = computeEfficiency(histories).find(({ pretrained }) => pretrained === "frozen-pretrained");
  if (found === undefined) return unknown(task);
  const { pairs, reached, seeds } = found;
  if (reached === seeds) return isAboveOne(task, pairs);
  const answer = reached === 0 && seeds > 1 ? "does not replicate" : "cannot be told";
  return { ...unknown(task), answer, note: `${reached} of ${seeds} seeds get there` };
}

/** The train/test gap of the frozen pretrained transformer, less the largest of the others. */
export function largestGap(task: string, histories: readonly History[]): Finding {
  const gaps = trainTestGaps(histories).filter(({ gap }) => gap !== null);
  const others = gaps.filter(({ setting }) => setting !== "frozen-pretrained")
    .sort((a, b) => b.gap!.mean - a.gap!.mean);
  if (others.length < 3) return unknown(task);
  const best = bestRuns(histories);
  const runsOf = (setting: string) => bestRunsOf(best, task, setting)?.runs ?? [];
  const pairs = pairsBySeed(
    runsOf("frozen-pretrained"),
    runsOf(others[0].setting),
    ({ trainAccuracy, testAccuracy }) => (trainAccuracy ?? 0) - (testAccuracy ?? 0),
  );
  return isAbove(task, comparePairs(pairs), 0);
}
