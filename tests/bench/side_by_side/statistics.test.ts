import assert from "node:assert/strict";
import { median, ratioOf } from "./statistics.ts";

Deno.test("the median is the middle number, or the mean of the two in the middle", () => {
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([10, 9, 1, 2]), 5.5);
});

Deno.test("numbers are compared by size, and stay in their order", () => {
  const times = [100, 20, 3];
  assert.equal(median(times), 20);
  assert.deepEqual(times, [100, 20, 3]);
});

Deno.test("ratios are taken round by round, so that a slow round of both does not count", () => {
  assert.deepEqual(ratioOf([20, 200, 30], [10, 100, 10]), { median: 2, spread: [2, 3] });
});
