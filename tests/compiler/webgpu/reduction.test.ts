import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../../lib/compiler/jit.ts";
import { assertSame, numbers } from "./assert_same.ts";
import { testOnWebgpu as test, values } from "./on_webgpu.ts";

const CASES: [shape: number[], axes: number | number[] | undefined][] = [
  [[4, 8], 1],
  [[4, 8], [0, 1]],
  [[5, 7], 1],
  [[4, 7], 1],
  [[4, 7], 0],
  [[4100], undefined],
  [[5, 4, 6], [1, 2]],
  [[5, 7], 0],
  [[3, 4, 8], [1, 2]],
  [[3, 4, 8], [0, 2]],
  [[2, 3, 5], undefined],
  [[3, 1030], 1],
  [[2, 4104], 1],
  [[4097], undefined],
  [[64, 96], undefined],
  [[70_000, 4], 1],
  [[3, 4, 8], [0, 1]],
  [[17, 130], 0],
  [[512, 6], 0],
  [[513, 4], 0],
  [[1100, 2, 3], 0],
];
for (const [shape, axes] of CASES) {
  const which = axes === undefined ? "all axes" : `axes ${axes}`;
  test(`an expression of shape [${shape}] is reduced over ${which}, as it is computed`, () =>
    assertSame((x, y) => {
      const terms = tf.sub(tf.mul(x, y), tf.square(y));
      return [
        tf.sum(terms, axes),
        tf.mean(terms, axes, true),
        tf.max(terms, axes),
        tf.sum(tf.neg(terms), axes, true),
      ];
    }, [numbers(shape, 1), numbers(shape, 2)]));
}

for (const shape of [[9, 8], [600, 5], [2, 3, 4]]) {
  test(`a tensor of shape [${shape}] that is there is summed over its first axis`, () =>
    assertSame((x) => [tf.sum(tf.cumsum(x), 0), tf.sum(x, 0, true), tf.sum(x, 1)], [numbers(shape, 8)]));
}

test("integers are summed as integers", async () => {
  const sums = jit((x: tf.Tensor) => tf.sum(x, 0));
  const sum = sums(tf.tensor2d([[1, 2], [30, 4]], [2, 2], "int32"));
  assert.deepEqual([sum.dtype, await values(sum)], ["int32", [31, 6]]);
  sums.dispose();
});

test("what is broadcast is reduced under its whole shape", () =>
  assertSame((x, row) => [tf.sum(tf.mul(x, row), 1), tf.max(tf.add(x, row), 1)], [
    numbers([6, 8], 3),
    numbers([8], 4),
  ]));

for (const columns of [4, 5]) {
  test(`the maximum of ${columns} may be far below 0, infinite, or no number`, () => {
    const row = (...first: number[]) => Array.from({ length: columns }, (_, i) => first[i] ?? -i);
    const rows = [
      row(-3e38, ...Array(columns - 1).fill(-2e38)),
      row(1, Infinity),
      row(1, -Infinity),
      row(1, NaN),
      row(NaN),
      row(1, 2, 3, NaN),
      Array<number>(columns).fill(-Infinity),
    ];
    return assertSame((x) => tf.max(tf.add(x, 0), 1), [tf.tensor2d(rows)]);
  });
}

test("gradients go through reductions of expressions", () =>
  assertSame((x, y) =>
    tf.grads((x, y) => {
      const centered = tf.sub(x, tf.mean(x, -1, true));
      return tf.sum(tf.mul(tf.rsqrt(tf.mean(tf.square(centered), -1, true)), tf.mul(centered, y)));
    })([x, y]), [numbers([6, 8], 6), numbers([6, 8], 7)]));
