import assert from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { checkFinite, checkSame } from "./losses.ts";

Deno.test("losses are the same up to rounding", () => {
  checkSame("jax", [2.302585, 2.1], [2.302586, 2.1]);
});

Deno.test("losses of products in bfloat16 are near", () => {
  checkSame("ours-bfloat16", [2.31, 2.15], [2.3, 2.1]);
  assert.throws(() => checkSame("ours-bfloat16", [2.31, 2.4], [2.3, 2.1]), UserError);
});

Deno.test("a worker that computes something else is named", () => {
  assert.throws(() => checkSame("jax", [2.3, 2.05], [2.3, 2.1]), UserError);
  assert.throws(() => checkSame("jax", [2.3, NaN], [2.3, 2.1]), /jax.*2\.3, 2\.1,.*2\.3, NaN/);
});

Deno.test("losses that are not finite are refused", () => {
  checkFinite("ours", [0, 1]);
  assert.throws(() => checkFinite("ours", [0, Infinity]), /ours but found Infinity/);
});
