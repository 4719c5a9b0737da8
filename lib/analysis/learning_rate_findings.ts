/** What runs say of claims about learning rates (see claims.ts), each of one task. */

import { LU_LEARNING_RATE } from "../published/lu_2021.ts";
import { type History, isEnded } from "../sweeps/record.ts";
import { bestRuns, bestRunsOf } from "./best_runs.ts";
import { compareAt } from "./comparisons.ts";
import { curves } from "./curves.ts";
import { leader } from "./paired.ts";
import { rankings } from "./rankings.ts";
import { distinctRuns } from "./series.ts";
import { type Finding, isAbove, isAboveOne, unknown } from "./verdict.ts";

/** The range in which the paper sees orders change on ListOps. */
const LISTOPS_RANGE = [1e-5, 1e-3];

/**
 * The best learning rate of the frozen pretrained transformer over that of the unfrozen one, among those that both were
 * tried at, of each seed with which both have ended at all of them; known to a step of the grid.
 */
export function ratioOfLearningRates(task: string, histories: readonly History[]): Finding {
  const settings = ["frozen-pretrained", "unfrozen-pretrained"];
  const shared = sharedRates(histories, settings);
  if (shared.size < 2) return unknown(task);
  const runs = histories.filter(({ setting, learningRate }) =>
    settings.includes(setting) && shared.has(learningRate)
  );
  const ended = Map.groupBy(distinctRuns(runs).filter(isEnded), ({ seed }) => seed);
  const whole = [...ended.values()].filter(({ length }) => length === settings.length * shared.size);
  const pairs = whole.map((ofSeed) => {
    const best = bestRuns(ofSeed);
    const [frozen, unfrozen] = settings.map((setting) => bestRunsOf(best, task, setting)!.learningRate);
    return [frozen, unfrozen] as const;
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
 * At how many of the lower learning rates that both were tried at the unfrozen pretrained transformer is ahead of the
 * frozen one. That it is so at all of them wants no wider intervals; that it is not at one of them does, as it is looked
 * for at each (Bonferroni).
 */
export function aheadBelowLu(task: string, histories: readonly History[]): Finding {
  const settings = ["unfrozen-pretrained", "frozen-pretrained"] as const;
  const found = [...sharedRates(histories, settings)].filter((rate) => rate < LU_LEARNING_RATE.value)
    .map((rate) => compareAt(histories, task, rate, ...settings));
  if (found.length === 0) return unknown(task);
  const value = found.filter((comparison) => leader(comparison) === "first").length;
  const contrary = found.some((comparison) => leader(comparison, 1 - 0.05 / found.length) === "second");
  const answer = value === found.length ? "replicates" : contrary ? "does not replicate" : "inconclusive";
  return { task, answer, value, low: null, high: null, note: `${found.length} tried` };
}

/**
 * How many pairs of learning rates order the settings differently, beyond what seeds differ by: two settings change
 * places. All pairs of settings at all learning rates are looked at, so their intervals are to hold together (Bonferroni).
 */
export function ordersThatDiffer(task: string, histories: readonly History[]): Finding {
  const [least, most] = LISTOPS_RANGE;
  const inRange = histories.filter(({ learningRate }) => learningRate >= least && learningRate <= most);
  const ended = inRange.filter(isEnded);
  const settings = [...new Set(ended.map(({ setting }) => setting))], rates = ratesOf(inRange);
  if (settings.length < 4 || rates.length < 2) return unknown(task);
  const pairs = pairsOf(settings), level = 1 - 0.05 / (pairs.length * rates.length);
  const leaders = rates.map((rate) =>
    pairs.map(([first, second]) => leader(compareAt(ended, task, rate, first, second), level))
  );
  const ordersOfTwo = pairsOf(leaders).map(([one, other]) => {
    if (one.some((leader, i) => leader !== "neither" && other[i] !== "neither" && leader !== other[i])) {
      return "different";
    }
    return [...one, ...other].includes("neither") ? "unknown" : "same";
  });
  const value = ordersOfTwo.filter((orders) => orders === "different").length;
  const answer = value === ordersOfTwo.length
    ? "replicates"
    : ordersOfTwo.includes("same")
    ? "does not replicate"
    : "inconclusive";
  const note = `by means ${countOrders(ended)} different orders at ${ratesOf(ended).length} learning rates`;
  return { task, answer, value, low: null, high: null, note };
}

/** How many different orders of the settings there are by mean accuracy, at all learning rates together. */
function countOrders(histories: readonly History[]): number {
  const orders = rankings(curves(histories)).map(({ order }) =>
    order.map(({ setting, rank }) => `${rank} ${setting}`).sort().join()
  );
  return new Set(orders).size;
}

/** The learning rates that both of two settings were tried at. */
function sharedRates(histories: readonly History[], settings: readonly string[]): Set<number> {
  const [first, second] = settings.map((name) =>
    new Set(ratesOf(histories.filter(({ setting }) => setting === name)))
  );
  return first.intersection(second);
}

function ratesOf(histories: readonly History[]): number[] {
  return [...new Set(histories.map(({ learningRate }) => learningRate))];
}

function pairsOf<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((one, i) => items.slice(i + 1).map((other): [Item, Item] => [one, other]));
}
