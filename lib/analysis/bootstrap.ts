import type { Key } from "../random/key.ts";
import { Stream } from "../random/stream.ts";
import { checkFinite, checkLevel } from "./statistics.ts";

/** An interval from its low to its high end. */
export type Interval = [low: number, high: number];

/** More samples than these are drawn at random instead of all being looked at. */
const RESAMPLES = 10_000;

/**
 * The percentile bootstrap interval of the mean (Efron, 1979): the middle share `level` of the means of samples drawn
 * from `values` with replacement, of all there are for up to five values. With the few seeds of a sweep it is too narrow
 * rather than too wide: of three values the 95 % interval is from the least to the greatest.
 *
 * @param key Decides the samples, so that the same values give the same interval each time.
 * @param level From 0 to 1, which it must be below.
 * @returns null for fewer than two values, which say nothing of their spread.
 * @throws {UserError} If a value is not finite, or the level out of its range.
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
  checkLevel(level);
  const n = values.length;
  if (n < 2) return null;
  const sums = n ** n <= RESAMPLES ? allSums(values) : drawnSums(values, key);
  const means = Float64Array.from(sums, (sum) => sum / n).sort();
  return [quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)];
}

/** The sums of all samples with replacement, equally likely. */
function allSums(values: readonly number[]): number[] {
  return values.reduce((sums) => sums.flatMap((sum) => values.map((value) => sum + value)), [0]);
}

function drawnSums(values: readonly number[], key: Key): number[] {
  const stream = new Stream(key);
  const draw = () => values.reduce((sum) => sum + values[stream.below(values.length)], 0);
  return Array.from({ length: RESAMPLES }, draw);
}

/** The least of sorted values that at least a share, above 0, of them does not exceed. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1];
}
