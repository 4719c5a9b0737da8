import assert from "node:assert/strict";
import { normal, permutation, uniform } from "../../lib/random/arrays.ts";
import { dropoutMask } from "../../lib/random/bits.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { Stream } from "../../lib/random/stream.ts";
import { threefry2x32 } from "../../lib/random/threefry.ts";

Deno.test("threefry2x32 gives the published vectors of Random123", () => {
  const ones = 0xffffffff;
  assert.deepEqual(threefry2x32([0, 0], [0, 0]), [0x6b200159, 0x99ba4efe]);
  assert.deepEqual(threefry2x32([ones, ones], [ones, ones]), [0x1cb996fc, 0xbb002be7]);
  assert.deepEqual(
    threefry2x32([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3]),
    [0xc4923a9c, 0x483df7a0],
  );
});

/*
 * What was drawn once, for want of a reference: other numbers would mix with those of checkpoints and records. If they
 * are to change, so must the identity of runs.
 */
Deno.test("all draws are those of earlier versions", () => {
  assert.deepEqual(fold(keyOf(0), "order"), [2401951488, 1880157933]);
  assert.deepEqual(fold(keyOf(7), 3), [3376242383, 3491898742]);
  assert.deepEqual(
    normal(keyOf(0), 4),
    Float32Array.of(-0.8404421210289001, -0.6146528720855713, 0.018522091209888458, -0.8691379427909851),
  );
  assert.deepEqual(uniform(keyOf(0), 2), Float32Array.of(0.41845712065696716, 0.6004990935325623));
  assert.deepEqual([...permutation(keyOf(0), 10)], [3, 1, 0, 6, 9, 7, 8, 2, 5, 4]);
  assert.deepEqual(Array.from(dropoutMask(keyOf(0), 8, 0.5), Number), [0, 0, 0, 1, 1, 0, 0, 1]);
});

Deno.test("keys folded from one seed are all different", () => {
  const key = keyOf(0);
  const places = [..."abcdefgh", ...Array.from({ length: 1000 }, (_, i) => i)];
  assert.equal(new Set(places.map((place) => fold(key, place).join())).size, places.length);
});

Deno.test("seeds above 2^32 have keys of their own", () => {
  assert.notDeepEqual(keyOf(2 ** 32 + 5), keyOf(5));
});

Deno.test("a stream is uniform", () => {
  // Chi-squared over 256 cells has mean 255 and standard deviation 22.6: 5 of these are allowed.
  const counts = new Float64Array(256);
  const stream = new Stream(keyOf(1));
  for (let i = 0; i < 256_000; i++) counts[stream.below(256)]++;
  const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert(Math.abs(chiSquared - 255) < 113, `chi-squared ${chiSquared}`);
});

Deno.test("normal draws have the mean, deviation and tails asked for", () => {
  const count = 200_000;
  const values = normal(keyOf(2), count, { mean: 3, deviation: 2 });
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const outside = values.filter((value) => Math.abs(value - 3) > 4).length / count;
  // Five standard errors each: 2 / sqrt(n), 4 sqrt(2 / n) and sqrt(0.0455 * 0.9545 / n).
  assert(Math.abs(mean - 3) < 0.0224, `mean ${mean}`);
  assert(Math.abs(variance - 4) < 0.064, `variance ${variance}`);
  assert(Math.abs(outside - 0.0455) < 0.0024, `beyond two deviations ${outside}`);
  assert.equal(normal(keyOf(2), 7).length, 7);
});

Deno.test("uniform draws stay in their interval", () => {
  const values = uniform(keyOf(3), 10_000, -0.5, 0.25);
  assert(values.every((value) => value >= -0.5 && value <= 0.25));
});

Deno.test("a permutation holds every index once and depends on its key", () => {
  const order = permutation(keyOf(4), 1000);
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 1000 }, (_, i) => i));
  assert.notDeepEqual(order, permutation(keyOf(5), 1000));
  assert.deepEqual(order, permutation(keyOf(4), 1000));
});

Deno.test("a dropout mask keeps the right share, and its start does not depend on its length", () => {
  const mask = dropoutMask(keyOf(6), 100_000, 0.1);
  const dropped = 1 - mask.reduce((sum, keep) => sum + keep, 0) / mask.length;
  assert(Math.abs(dropped - 0.1) < 0.005, `dropped ${dropped}`); // five standard errors
  assert.deepEqual(dropoutMask(keyOf(6), 101, 0.1), mask.slice(0, 101));
  assert(dropoutMask(keyOf(6), 100, 0).every((keep) => keep === 1));
  assert(dropoutMask(keyOf(6), 100, 1).every((keep) => keep === 0));
});

Deno.test("a value is kept from 16 bits of its own on, at the rate rounded to these", () => {
  const [first, second] = threefry2x32(keyOf(8), [0, 0]);
  const bits = [first & 0xffff, first >>> 16, second & 0xffff, second >>> 16];
  for (const [i, own] of bits.entries()) {
    const kept = [own + 0.4, own + 0.6].map((sixteen) => dropoutMask(keyOf(8), 4, sixteen / 2 ** 16)[i]);
    assert.deepEqual(kept, [1, 0]);
  }
});
