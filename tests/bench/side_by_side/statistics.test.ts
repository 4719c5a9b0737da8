import assert from "node:assert/strict";
import { ratioOf } from "./statistics.ts";

Deno.test("ratios are taken round by round, so that a slow round of both does not count", () => {
  assert.deepEqual(ratioOf([20, 200, 30], [10, 100, 10]), { median: 2, spread: [2, 3] });
});
