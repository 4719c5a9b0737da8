import type { Key } from "../random/key.ts";
import { Stream } from "../random/stream.ts";
import { checkFinite, mean } from "./statistics.ts";

/** An interval from its low to its high end. */
export type Interval = [low: number, high: number];

const RESAMPLES = 10_000;

/**
 * The percentile bootstrap interval of the mean (Efron, 1979): the middle share `level` of the means of samples drawn
 * from `values` with replacement. With the few seeds of a sweep it is too narrow rather than too wide: of three values
 * the 95 % interval is from the least to the greatest.
 *
 * @param key Decides the samples, so that the same values give the same interval each time.
 * @param level From 0 to 1.
 * @returns null for fewer than two values, which say nothing of their spread.
 * @throws {UserError} If a value is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { keyOf } from "../random/key.ts";
 * import { bootstrapInterval } from "./bootstrap.ts";
 *
 * const [low, high] = bootstrapInterval([0.5, 0.625, 0.75, 0.875, 1], keyOf(0))!;
 * assert(0.5 < low && low < 0.75 && 0.75 < high && high < 1);
 * ```
 */
export function bootstrapInterval(values: readonly number[], key: Key, level = 0.95): Interval | null {
  checkFinite(values);
  const n = values.length;
  if (n < 2) return null;
  const stream = new Stream(key);
  const means = new Float64Array(RESAMPLES).map(() =>
    mean(Array.from({ length: n }, () => values[stream.below(n)]))!
  ).sort();
  return [quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)];
}

/** The quantile of sorted values, between two of them in proportion, as numpy.quantile does by default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1), below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
