import { UserError } from "../errors.ts";

/**
 * The mean of `values`; null of none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mean } from "./statistics.ts";
 *
 * assert.equal(mean([1, 2, 6]), 3);
 * assert.equal(mean([]), null);
 * ```
 */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @throws {UserError} If a value is not a finite number: sums and comparisons with it say nothing. */
export function checkFinite(values: readonly number[]): void {
  const found = values.find((value) => !Number.isFinite(value));
  if (found !== undefined) throw new UserError(`Expected finite numbers to compare but found ${found}`);
}

/** @throws {UserError} If an interval can't have this confidence level. */
export function checkLevel(level: number): void {
  if (level >= 0 && level < 1) return;
  throw new UserError(`Expected a confidence level of at least 0 and below 1 but found ${level}`);
}

/** The middle one of `values` by size, or the mean of the two in the middle; there must be one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The standard error of the mean: the sample standard deviation (with n - 1) over the square root of n. One value
 * says nothing of its error, so that of fewer than two is null.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { standardError } from "./statistics.ts";
 *
 * assert.equal(standardError([1, 2, 3]), Math.sqrt(1 / 3));
 * assert.equal(standardError([1]), null);
 * ```
 */
export function standardError(values: readonly number[]): number | null {
  const n = values.length;
  if (n < 2) return null;
  const center = mean(values)!;
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (n - 1) / n);
}

/** A quantity over seeds. */
export interface Estimate {
  mean: number;
  /** Standard error; null for one seed. */
  error: number | null;
  /** How many seeds. */
  n: number;
}

/** The mean of `values` and its error; null of no values. */
export function estimate(values: readonly number[]): Estimate | null {
  const center = mean(values);
  return center === null ? null : { mean: center, error: standardError(values), n: values.length };
}
