import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../../lib/compiler/jit.ts";
import { testOnWebgpu as test } from "../../compiler/webgpu/on_webgpu.ts";

const product = jit(
  (a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean) =>
    tf.matMul(a, b, transposeA, transposeB),
  { label: "product in bfloat16", matmulPrecision: "bfloat16" },
);

/** The nearest number of 8 bits of mantissa; of two, the one whose last bit is zero. */
function nearest(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 7), below = Math.floor(x / unit);
  const rest = x / unit - below;
  return unit * (rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below);
}

const SIZES = { "computed in tiles": [68, 132, 36], "of TensorFlow.js": [5, 3, 7] };

for (const [kind, [rows, columns, inner]] of Object.entries(SIZES)) {
  for (const [transposeA, transposeB] of [[false, false], [false, true], [true, false], [true, true]]) {
    const name = `a${transposeA ? "'" : ""} b${transposeB ? "'" : ""}`;
    test(`in bfloat16 a product ${kind} is ${name} of the rounded factors`, async () => {
      const a = tf.randomNormal(transposeA ? [inner, rows] : [rows, inner], 0, 1, "float32", 1);
      const b = tf.randomNormal(transposeB ? [columns, inner] : [inner, columns], 0, 1, "float32", 2);
      const found = await product(a, b, transposeA, transposeB).data();
      const [ofA, ofB] = (await Promise.all([a.data(), b.data()])).map((values) =>
        Array.from(values, nearest)
      );
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          let expected = 0;
          for (let i = 0; i < inner; i++) {
            expected += ofA[transposeA ? i * rows + row : row * inner + i] *
              ofB[transposeB ? column * inner + i : i * columns + column];
          }
          // Sums in single precision; factors that are not rounded differ by some 1e-2.
          assert(Math.abs(found[row * columns + column] - expected) < 1e-5 * Math.sqrt(inner));
        }
      }
      product.dispose();
    });
  }
}

test("in bfloat16 the factors of batches of products are rounded, also where one factor is shared", async () => {
  for (const [rows, inner] of [[20, 12], [5, 7]]) { // computed in tiles and by TensorFlow.js
    const a = tf.randomNormal([2, rows, inner], 0, 1, "float32", 1);
    for (const batch of [1, 2]) {
      const b = tf.randomNormal([batch, inner, 20], 0, 1, "float32", 2);
      const found = await product(a, b, false, false).data();
      const each = tf.unstack(a).map((one, i) => product(one, tf.unstack(b)[i % batch], false, false));
      const expected = await tf.stack(each).data();
      // Summed in another order; factors that are not rounded differ by some 1e-2.
      found.forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-5));
    }
    product.dispose();
  }
});

test("in bfloat16 factors that were cast from integers are rounded, too", async () => {
  for (const size of [7, 32]) {
    const whole = tf.fill([size, size], 257, "int32"); // half-way from 256 to 258
    const found = await product(tf.cast(whole, "float32"), tf.ones([size, size]), false, false).data();
    assert.equal(found[0], 256 * size);
  }
  product.dispose();
});

test("in bfloat16 ties go to even, and what is no finite number stays so", async () => {
  const given = [1 + 2 ** -8, 1 + 3 * 2 ** -8, -1 - 2 ** -8 - 2 ** -20, 3.4e38, Infinity, -Infinity, NaN];
  const rounded = [1, 1 + 2 ** -6, -1 - 2 ** -7, Infinity, Infinity, -Infinity, NaN];
  for (const size of [7, 32]) { // computed by TensorFlow.js and in tiles
    const a = Array.from({ length: size }, (_, row) => [given[row] ?? 0, 0, 0, 0]);
    const found = await product(tf.tensor2d(a), tf.ones([4, size]), false, false).data();
    assert.deepEqual(given.map((_, row) => found[row * size]), rounded);
  }
  product.dispose();
});

test("only functions that say so round the factors", async () => {
  const refused = jit((x: tf.Tensor) => tf.matMul(x, x).dataSync(), { matmulPrecision: "bfloat16" });
  assert.throws(() => refused(tf.ones([16, 16])), /being traced/);
  const a = tf.fill([16, 16], 1 + 2 ** -10), exact = jit((x: tf.Tensor) => tf.matMul(x, x));
  const found = [product(a, a, false, false), exact(a), tf.matMul(a, a)];
  const values = await Promise.all(found.map(async (tensor) => (await tensor.data())[0]));
  assert.deepEqual(values, [
    16,
    Math.fround(16 * (1 + 2 ** -10) ** 2),
    Math.fround(16 * (1 + 2 ** -10) ** 2),
  ]);
  for (const compiled of [product, exact]) compiled.dispose();
});
