import type { CurvePoint } from "./curves.ts";

/** The settings of one task at one learning rate, the best on the test split first. */
export interface Ranking {
  task: string;
  learningRate: number;
  /** Only settings with results; equal means share a rank, from 1. */
  order: { setting: string; rank: number; mean: number }[];
}

/** Two settings that change places between neighboring learning rates. */
export interface Flip {
  task: string;
  /** The better one at the smaller learning rate first. */
  settings: [string, string];
  from: number;
  to: number;
}

/** How the settings rank at each learning rate of each task, as one would have seen who tried only that one. */
export function rankings(points: readonly CurvePoint[]): Ranking[] {
  const known = points.filter(({ test }) => test !== null);
  return [...Map.groupBy(known, ({ task }) => task)].flatMap(([task, ofTask]) =>
    [...Map.groupBy(ofTask, ({ learningRate }) => learningRate)]
      .sort(([a], [b]) => a - b)
      .map(([learningRate, here]) => ({ task, learningRate, order: ranked(here) }))
  );
}

function ranked(points: readonly CurvePoint[]): Ranking["order"] {
  return points
    .map(({ setting, test }) => ({
      setting,
      rank: 1 + points.filter((other) => other.test!.mean > test!.mean).length,
      mean: test!.mean,
    }))
    .sort((a, b) => a.rank - b.rank);
}

/**
 * Where rankings flip: pairs of settings of which one is ahead at a learning rate and the other at the next.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { flips } from "./rankings.ts";
 *
 * const order = (...means: [string, number][]) => means.map(([setting, mean], i) => ({ setting, rank: i + 1, mean }));
 * const [flip] = flips([
 *   { task: "mnist", learningRate: 1e-4, order: order(["unfrozen", 0.9], ["frozen", 0.5]) },
 *   { task: "mnist", learningRate: 1e-3, order: order(["frozen", 0.8], ["unfrozen", 0.1]) },
 * ]);
 * assert.deepEqual(flip, { task: "mnist", settings: ["unfrozen", "frozen"], from: 1e-4, to: 1e-3 });
 * ```
 */
export function flips(ranked: readonly Ranking[]): Flip[] {
  return ranked.flatMap((here, i) => {
    const next = ranked[i + 1];
    if (next?.task !== here.task) return [];
    const rankIn = ({ order }: Ranking, setting: string) =>
      order.find((one) => one.setting === setting)?.rank ?? NaN;
    return here.order.flatMap(({ setting, rank }) =>
      here.order
        .filter((other) => rank < other.rank && rankIn(next, setting) > rankIn(next, other.setting))
        .map((other): Flip => ({
          task: here.task,
          settings: [setting, other.setting],
          from: here.learningRate,
          to: next.learningRate,
        }))
    );
  });
}
