/** What runs say of single claims (see claims.ts), each of one task. */

import { LU_LEARNING_RATE } from "../published/lu_2021.ts";
import { type History, isEnded } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { compareAt, compareSettings } from "./comparisons.ts";
import { type Arrival, computeEfficiency } from "./efficiency.ts";
import { hasGap, seenShare, trainTestGaps } from "./gap.ts";
import { comparePairs, leader } from "./paired.ts";
import { type Finding, isAbove, isAboveOne, unknown } from "./verdict.ts";

/** The range in which the paper sees orders change on ListOps. */
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

/**
 * The best learning rate of the frozen pretrained transformer over that of the unfrozen one, among those that both were
 * tried at, of each seed with which both have ended at all of them; known to a step of the grid.
 */
export function ratioOfLearningRates(task: string, histories: readonly History[]): Finding {
  const settings = ["frozen-pretrained", "unfrozen-pretrained"];
  const [frozenRates, unfrozenRates] = settings.map((name) =>
    new Set(histories.flatMap(({ setting, learningRate }) => setting === name ? [learningRate] : []))
  );
  const shared = frozenRates.intersection(unfrozenRates);
  if (shared.size < 2) return unknown(task);
  const runs = histories.filter(({ setting, learningRate }) =>
    settings.includes(setting) && shared.has(learningRate)
  );
  const pairs = [...Map.groupBy(runs, ({ seed }) => seed).values()].flatMap((ofSeed) => {
    const best = bestRuns(ofSeed);
    const [frozen, unfrozen] = settings.map((setting) => bestRunsOf(best, task, setting)?.learningRate);
    const whole = ofSeed.every(isEnded) && frozen !== undefined && unfrozen !== undefined;
    return whole ? [[frozen, unfrozen] as const] : [];
  });
  return isAboveOne(task, pairs, gridStep([...shared]));
}

/** The largest factor between neighboring learning rates. */
function gridStep(learningRates: readonly number[]): number {
  const rates = learningRates.toSorted((a, b) => a - b);
  return Math.max(1, ...rates.slice(1).map((rate, i) => rate / rates[i]));
}

/** The frozen pretrained transformer minus another setting, both at the learning rate of Lu et al. */
export function atLu(task: string, histories: readonly History[], other: string): Finding {
  return isAbove(task, compareAt(histories, task, LU_LEARNING_RATE.value, "frozen-pretrained", other), 0);
}

/**
 * How many pairs of settings change places between learning rates, beyond what seeds differ by. All pairs at all
 * learning rates are looked at, so their intervals are to hold together (Bonferroni).
 */
export function changesOfOrder(task: string, histories: readonly History[]): Finding {
  const [least, most] = LISTOPS_RANGE;
  const ended = histories.filter((run) =>
    isEnded(run) && run.learningRate >= least && run.learningRate <= most
  );
  const settings = [...new Set(ended.map(({ setting }) => setting))];
  const rates = [...new Set(ended.map(({ learningRate }) => learningRate))];
  if (settings.length < 4 || rates.length < 2) return unknown(task);
  const pairs = settings.flatMap((first, i) =>
    settings.slice(i + 1).map((second) => [first, second] as const)
  );
  const level = 1 - 0.05 / (pairs.length * rates.length);
  const leaders = pairs.map(([first, second]) =>
    rates.map((rate) => leader(compareAt(ended, task, rate, first, second), level))
  );
  const value = leaders.filter((ofPair) => ofPair.includes("first") && ofPair.includes("second")).length;
  const answer = value > 0
    ? "replicates"
    : leaders.flat().includes("neither")
    ? "inconclusive"
    : "does not replicate";
  return { task, answer, value, low: null, high: null };
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
    const answer = reached === 0 && seeds > 1 ? "does not replicate" : "inconclusive";
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

/** The train/test gap of the frozen pretrained transformer, less the largest of the others. */
export function largestGap(task: string, histories: readonly History[]): Finding {
  const gaps = trainTestGaps(histories).filter(({ gap }) => gap !== null);
  const others = gaps.filter(({ setting }) => setting !== "frozen-pretrained")
    .sort((a, b) => b.gap!.mean - a.gap!.mean);
  if (others.length < 3) return unknown(task);
  const best = bestRuns(histories);
  const runsOf = (setting: string) => (bestRunsOf(best, task, setting)?.runs ?? []).filter(hasGap);
  const pairs = pairsBySeed(
    runsOf("frozen-pretrained"),
    runsOf(others[0].setting),
    ({ trainAccuracy, testAccuracy }) => trainAccuracy! - testAccuracy!,
  );
  const seen = gaps.flatMap(({ setting }) => runsOf(setting).map(seenShare));
  const note = `runs had learned from ${
    (100 * Math.min(...seen)).toFixed(0)
  } % of the training split or more`;
  return { ...isAbove(task, comparePairs(pairs), 0), note };
}
