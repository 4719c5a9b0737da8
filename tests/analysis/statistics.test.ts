import assert from "node:assert/strict";
import { estimate, mean, median, standardError } from "../../lib/analysis/statistics.ts";

/** Rounding of a handful of additions in double precision. */
const ROUNDING = 1e-12;

Deno.test("the mean of some values, and null of none", () => {
  assert(Math.abs(mean([38.6, 38.9, 39.2])! - 38.9) < ROUNDING);
  assert.equal(mean([]), null);
});

Deno.test("the median is the middle number, or the mean of the two in the middle", () => {
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([10, 9, 1, 2]), 5.5);
});

Deno.test("numbers are compared by size, and stay in their order", () => {
  const times = [100, 20, 3];
  assert.equal(median(times), 20);
  assert.deepEqual(times, [100, 20, 3]);
});

Deno.test("the standard error agrees with values worked by hand", () => {
  // The sample variance of 38.6, 38.9, 39.2 is 0.09.
  assert(Math.abs(standardError([38.6, 38.9, 39.2])! - 0.3 / Math.sqrt(3)) < ROUNDING);
  // The sample variance of 2, 4, 4, 4, 5, 5, 7, 9 is 32 / 7.
  assert(Math.abs(standardError([2, 4, 4, 4, 5, 5, 7, 9])! - Math.sqrt(32 / 7 / 8)) < ROUNDING);
});

Deno.test("one value has no standard error", () => {
  assert.equal(standardError([0.7]), null);
  assert.equal(standardError([]), null);
  assert.deepEqual(estimate([0.7]), { mean: 0.7, error: null, n: 1 });
});

Deno.test("equal values have a standard error of 0", () => {
  assert.deepEqual(estimate([0.5, 0.5, 0.5]), { mean: 0.5, error: 0, n: 3 });
});
