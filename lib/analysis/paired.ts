import type { Interval } from "./bootstrap.ts";
import { checkFinite, mean, standardError } from "./statistics.ts";
import { reachOf } from "./student_t.ts";
import { signOf } from "./tie.ts";

/** How two settings differ over pairs, such as the seeds that both were run with. */
export interface PairedComparison {
  /** Of the first values and of the second ones. */
  means: [number, number];
  /** The mean of the differences, first minus second. */
  difference: number;
  /** Its standard error and 95 % t interval; null for one pair. */
  error: number | null;
  interval: Interval | null;
  /** Two-sided, of the exact sign-flip test; null for more than 20 pairs, which have too many flips to try. */
  p: number | null;
  /** How many pairs. */
  n: number;
}

/** All sign flips are tried; each further pair doubles them. */
const MOST_PAIRS = 20;

/**
 * Compares paired values: the mean difference with its t interval, and the probability of one as large if each
 * difference could as well have had the other sign (Fisher, 1935). With n pairs that p is never below 2 / 2^n: three
 * seeds cannot give less than 0.25.
 *
 * @returns null for no pairs.
 * @throws {UserError} If a value is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { comparePairs } from "./paired.ts";
 *
 * const { difference, p } = comparePairs([[0.9, 0.7], [0.8, 0.7], [0.9, 0.8]])!;
 * assert(Math.abs(difference - 0.4 / 3) < 1e-12);
 * assert.equal(p, 0.25);
 * ```
 */
export function comparePairs(pairs: readonly (readonly [number, number])[]): PairedComparison | null {
  checkFinite(pairs.flat());
  const differences = pairs.map(([first, second]) => first - second), n = pairs.length;
  const difference = mean(differences);
  if (difference === null) return null;
  const error = standardError(differences);
  const reach = reachOf({ error, n });
  return {
    means: [mean(pairs.map(([first]) => first))!, mean(pairs.map(([, second]) => second))!],
    difference,
    error,
    interval: reach === null ? null : [difference - reach, difference + reach],
    p: n > MOST_PAIRS ? null : signFlipP(differences),
    n,
  };
}

/**
 * Which of the two is ahead by its whole t interval; neither where there is none, or it is so by rounding alone.
 *
 * @param level Of the interval, from 0 to 1; more than 0.95 where many pairs are looked at.
 */
export function leader(
  comparison: PairedComparison | null,
  level = 0.95,
): "first" | "second" | "neither" {
  if (!comparison) return "neither";
  const reach = reachOf(comparison, level);
  if (reach === null || signOf(Math.abs(comparison.difference) - reach) <= 0) return "neither";
  return comparison.difference > 0 ? "first" : "second";
}

function signFlipP(differences: readonly number[]): number {
  const sum = (flips: number) =>
    Math.abs(differences.reduce((sum, value, i) => sum + (flips >> i & 1 ? -value : value), 0));
  // Sums that are equal but for rounding count as equal.
  const observed = sum(0) * (1 - 1e-12) - 1e-15;
  const flips = 2 ** differences.length;
  let extreme = 0;
  for (let i = 0; i < flips; i++) if (sum(i) >= observed) extreme++;
  return extreme / flips;
}
