import { TIE } from "./tie.ts";
import type { CurvePoint } from "./curves.ts";

/** The settings of one task at one learning rate, the best on the test split first. */
export interface Ranking {
  task: string;
  learningRate: number;
  /** Only settings with results; equal means share a rank, from 1. */
  order: { setting: string; rank: number; mean: number }[];
}

/**
 * How the settings rank by mean test accuracy at each learning rate of each task, as one would have seen who tried only
 * that one.
 *
 * @param points As `curves` gives them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { curves } from "./curves.ts";
 * import { rankings } from "./rankings.ts";
 *
 * const [{ order }] = rankings(curves(await historiesOf(preset("pocket"))));
 * assert.deepEqual(order.map(({ rank }) => rank), [1, 2, 3, 4]);
 * ```
 */
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
      rank: 1 + points.filter((other) => other.test!.mean > test!.mean + TIE).length,
      mean: test!.mean,
    }))
    .sort((a, b) => a.rank - b.rank);
}
