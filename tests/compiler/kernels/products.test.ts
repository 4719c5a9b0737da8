import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../../lib/compiler/jit.ts";
import { test } from "../leaving_nothing.ts";

test("products are computed in float32, or from factors rounded to bfloat16", () => {
  const rounded = (x: tf.Tensor) => tf.tensor(Float32Array.from(x.dataSync(), toBfloat16), x.shape);
  const assertSame = (found: tf.Tensor, expected: tf.Tensor) => {
    const values = expected.dataSync();
    found.dataSync().forEach((value, i) => assert(Math.abs(value - values[i]) < 1e-5)); // the order of forty terms
  };
  for (const [transposeA, transposeB] of [[false, false], [false, true], [true, false], [true, true]]) {
    for (const [width, ...batch] of [[16], [16, 3, 2], [4], [4, 3, 2]]) {
      const a = tf.randomNormal([...batch, ...transposeA ? [40, 24] : [24, 40]], 0, 1, "float32", 1);
      const b = tf.randomNormal([...batch, ...transposeB ? [width, 40] : [40, width]], 0, 1, "float32", 2);
      const multiply = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, transposeA, transposeB);
      const inBfloat16 = jit(multiply, { matmulPrecision: "bfloat16" });
      assertSame(jit(multiply)(a, b), multiply(a, b));
      assertSame(inBfloat16(a, b), multiply(rounded(a), rounded(b)));
      assert.notDeepEqual(inBfloat16(a, b).dataSync(), multiply(a, b).dataSync());
    }
  }
});

test("factors that are rounded to bfloat16 may be as large and as small as in float32", () => {
  const multiply = jit((a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b), { matmulPrecision: "bfloat16" });
  assert.deepEqual([...multiply(tf.fill([1, 4], 2 ** 120), tf.fill([4, 1], 2 ** -120)).dataSync()], [4]);
  multiply.dispose();
});

test("a transposed product and its gradients are computed in one program, in bfloat16 too", () => {
  const a = tf.randomNormal([130, 129], 0, 1, "float32", 1),
    b = tf.randomNormal([130, 17], 0, 1, "float32", 2);
  const multiply = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, true);
  const both = (a: tf.Tensor, b: tf.Tensor) => [multiply(a, b), ...tf.grads(multiply)([a, b])];
  const expected = both(a, b).map((tensor) => tensor.dataSync());
  for (const matmulPrecision of ["float32", "bfloat16"] as const) {
    // A factor keeps 8 bits of mantissa, so each of up to 130 terms of about 1 is wrong by some 2^-8.
    const tolerance = matmulPrecision === "float32" ? 1e-4 : 130 * 2 ** -8;
    jit(both, { matmulPrecision })(a, b).forEach((found, i) =>
      found.dataSync().forEach((value, j) => assert(Math.abs(value - expected[i][j]) < tolerance))
    );
  }
});

/** The nearest number with 8 bits of mantissa; of two, the one whose last bit is 0. */
function toBfloat16(value: number): number {
  const [bits] = new Uint32Array(Float32Array.of(value).buffer);
  const even = bits + 0x7fff + ((bits >> 16) & 1);
  return new Float32Array(Uint32Array.of(even & 0xffff0000).buffer)[0];
}
