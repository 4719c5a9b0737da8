import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { keyTensor, tracedDropout } from "../../../lib/compiler/dropout.ts";
import { jit } from "../../../lib/compiler/jit.ts";
import { dropoutMask } from "../../../lib/random/bits.ts";
import { keyOf } from "../../../lib/random/key.ts";
import { assertSame, numbers } from "./assert_same.ts";
import { testOnWebgpu as test, values } from "./on_webgpu.ts";

test("what is computed element by element is the same at once as one by one", async () => {
  await assertSame(
    (x, y) => [
      tf.sub(tf.mul(tf.add(x, y), 3), tf.div(x, tf.square(y))),
      tf.tanh(tf.neg(tf.sqrt(tf.exp(tf.log(x))))),
      tf.add(tf.rsqrt(x), tf.reciprocal(y)),
    ],
    [numbers([3, 5, 7], 1), numbers([3, 5, 7], 2)],
  );
});

const SHAPES = [
  [[4, 8], [8]],
  [[4, 8], [4, 1]],
  [[4, 6], [6]],
  [[5, 3, 4], [3, 1]],
  [[5, 3, 4], [5, 1, 4]],
  [[2, 3, 4, 8], [3, 1, 8]],
  [[2, 3, 1, 8], [1, 3, 4, 1]],
  [[8, 1], [1, 12]],
  [[7, 1], [1]],
  [[16], []],
];
for (const [a, b] of SHAPES) {
  test(`tensors of shape [${a}] and [${b}] are broadcast within an expression`, () =>
    assertSame((x, y) => {
      const narrow = tf.add(tf.mul(y, y), 1);
      return tf.div(tf.sub(tf.mul(x, narrow), y), tf.add(narrow, tf.square(x)));
    }, [numbers(a, 3), numbers(b, 4)]));
}

test("a tensor that is reshaped takes part under its new shape", () =>
  assertSame((x, y) => tf.mul(tf.reshape(tf.add(x, 1), [8, 3]), y), [numbers([4, 6], 5), numbers([3], 6)]));

test("integers and booleans take part once they are cast", () =>
  assertSame((x) => {
    const above = tf.cast(tf.greater(x, 1), "float32"), floors = tf.cast(tf.cast(x, "int32"), "float32");
    return tf.add(tf.mul(above, x), tf.mul(floors, 0.5));
  }, [numbers([4, 9], 7)]));

test("long expressions and those of many tensors are computed in parts", () =>
  assertSame((...tensors) => {
    let x = tensors[0];
    for (let i = 0; i < 60; i++) x = tf.add(tf.mul(x, 0.5), tensors[i % tensors.length]);
    return x;
  }, Array.from({ length: 12 }, (_, i) => numbers([4, 4], i))));

test("what is used again and again is computed once", async () => {
  await assertSame((x) => {
    for (let i = 0; i < 60; i++) x = tf.add(x, tf.mul(x, 0.01));
    return x;
  }, [numbers([4], 11)]);
});

test("constants may make up a whole result", () =>
  assertSame((x) => [
    tf.onesLike(x),
    tf.zerosLike(x),
    tf.mul(tf.add(tf.onesLike(x), 1), tf.onesLike(x)),
    tf.sum(tf.onesLike(x), 0),
  ], [numbers([3, 4], 8)]));

test("ones and zeros like integers are integers", async () => {
  const fill = jit((x: tf.Tensor) => [tf.onesLike(x), tf.zerosLike(x)]);
  const [ones, zeros] = fill(tf.tensor1d([5, 6], "int32"));
  assert.deepEqual([ones.dtype, zeros.dtype], ["int32", "int32"]);
  assert.deepEqual([await values(ones), await values(zeros)], [[1, 1], [0, 0]]);
  fill.dispose();
});

test("what is no number stays none when it is multiplied by zero or divided by it", () =>
  assertSame((x) => [tf.mul(x, 0), tf.mul(tf.exp(x), 0), tf.div(x, 0), tf.sub(x, Infinity), tf.mul(x, NaN)], [
    tf.tensor1d([1, NaN, Infinity, -1]),
  ]));

test("gradients of expressions are those of the operations", () =>
  assertSame((x, y) => {
    const loss = (x: tf.Tensor, y: tf.Tensor) =>
      tf.sum(tf.tanh(tf.div(tf.mul(x, y), tf.add(tf.square(y), 1)))) as tf.Scalar;
    return tf.grads(loss as (...tensors: tf.Tensor[]) => tf.Scalar)([x, y]);
  }, [numbers([6, 8], 9), numbers([8], 10)]));

for (const shape of [[8, 12], [3, 5, 7], [2]]) {
  test(`dropout of shape [${shape}] draws the same bits within an expression as alone`, () =>
    assertSame((x, row) => {
      const drop = tracedDropout(keyTensor(keyOf(-3)));
      const dropped = drop(tf.add(x, 1), 0.3, "a"), other = drop(row, 0.5, "b");
      const mask = tf.cast(drop(tf.onesLike(x), 0.25, "c"), "float32");
      return [
        tf.mul(dropped, tf.exp(x)),
        tf.add(x, other),
        mask,
        tf.sum(dropped, -1),
        tf.max(tf.mul(mask, x)),
      ];
    }, [numbers(shape, 7), numbers(shape.slice(-1), 8)]));
}

test("a mask of its own is 1 where something is kept", async () => {
  const draw = jit((key: tf.Tensor1D) =>
    tf.engine().runKernel("DropoutMask", { key }, { shape: [10], rate: 0.4 }) as tf.Tensor
  );
  assert.deepEqual(await values(draw(keyTensor(keyOf(5)))), Array.from(dropoutMask(keyOf(5), 10, 0.4)));
  draw.dispose();
});
