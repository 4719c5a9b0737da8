import * as tf from "@tensorflow/tfjs-core";
import { assertSame, numbers } from "./assert_same.ts";
import { testOnWebgpu as test } from "./on_webgpu.ts";

const CASES: [shape: number[], axes: number | number[] | undefined][] = [
  [[4, 8], 1],
  [[4, 8], [0, 1]],
  [[5, 7], 1],
  [[5, 7], 0],
  [[3, 4, 8], [1, 2]],
  [[3, 4, 8], [0, 2]],
  [[2, 3, 5], undefined],
  [[3, 1030], 1],
  [[2, 4104], 1],
  [[4097], undefined],
  [[64, 96], undefined],
  [[70_000, 4], 1],
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

test("what is broadcast is reduced under its whole shape", () =>
  assertSame((x, row) => [tf.sum(tf.mul(x, row), 1), tf.max(tf.add(x, row), 1)], [
    numbers([6, 8], 3),
    numbers([8], 4),
  ]));

test("the maximum may be far below 0, or not finite", () =>
  assertSame((x) => [tf.max(tf.mul(x, -1e38), 1), tf.max(tf.div(x, tf.sub(x, x)), 1)], [numbers([3, 4], 5)]));

test("gradients go through reductions of expressions", () =>
  assertSame((x, y) =>
    tf.grads((x, y) => {
      const centered = tf.sub(x, tf.mean(x, -1, true));
      return tf.sum(tf.mul(tf.rsqrt(tf.mean(tf.square(centered), -1, true)), tf.mul(centered, y)));
    })([x, y]), [numbers([6, 8], 6), numbers([6, 8], 7)]));
