import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { testOnWebgpu as test } from "../../compiler/webgpu/on_webgpu.ts";

/** Batches of both factors, and the product's rows, columns and inner dimension. */
const SIZES = [
  [1, 1, 128, 128, 128],
  [1, 1, 64, 64, 16],
  [1, 1, 100, 60, 52],
  [3, 3, 65, 36, 20],
  [3, 1, 132, 200, 24],
  [1, 2, 16, 16, 4],
  [2, 2, 33, 31, 7], // not in fours: TensorFlow.js's own program
  [1, 1, 2000, 516, 36],
  [1, 1, 8, 100, 200],
  [2, 2, 3, 64, 36],
  [1, 1, 12, 32, 20],
  [1100, 1100, 20, 20, 12],
  [1056, 1, 64, 64, 32],
  [1, 1, 33, 10, 2001],
];

test("a long product gives the same bits each time, whichever program computes it", async () => {
  const random = (shape: [number, number], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);
  const oneHot = tf.cast(
    tf.oneHot(tf.tensor1d(Array.from({ length: 4096 }, (_, i) => i % 16), "int32"), 16),
    "float32",
  );
  const products: [tf.Tensor, tf.Tensor, boolean][] = [
    [oneHot, random([4096, 256], 1), true], // as the gradient of an embedding
    [random([2048, 1], 2), random([2048, 256], 3), true],
    [random([64, 3072], 4), random([3072, 10], 5), false],
  ];
  for (const [a, b, transposed] of products) {
    const seen = new Set<string>();
    for (let i = 0; i < 6; i++) seen.add((await tf.matMul(a, b, transposed).data()).join());
    assert.equal(seen.size, 1, `[${a.shape}] x [${b.shape}]`);
  }
});

for (const [batchA, batchB, rows, columns, inner] of SIZES) {
  for (const [transposeA, transposeB] of [[false, false], [false, true], [true, false], [true, true]]) {
    const name = `[${[batchA, rows, inner]}]${transposeA ? "'" : ""} x [${[batchB, inner, columns]}]${
      transposeB ? "'" : ""
    }`;
    test(`the product ${name} is that of its rows and columns`, async () => {
      const a = tf.randomNormal(
        [batchA, ...(transposeA ? [inner, rows] : [rows, inner])],
        0,
        1,
        "float32",
        1,
      );
      const b = tf.randomNormal(
        [batchB, ...(transposeB ? [columns, inner] : [inner, columns])],
        0,
        1,
        "float32",
        2,
      );
      const product = await tf.matMul(a, b, transposeA, transposeB).data();
      const [ofA, ofB] = await Promise.all([a.data(), b.data()]);
      const at = (values: ArrayLike<number>, [batches, height, width]: number[], [batch, y, x]: number[]) =>
        values[((batches === 1 ? 0 : batch) * height + y) * width + x];
      for (const place of places(Math.max(batchA, batchB), rows, columns)) {
        const [batch, row, column] = place;
        let expected = 0;
        for (let i = 0; i < inner; i++) {
          expected += at(ofA, a.shape, transposeA ? [batch, i, row] : [batch, row, i]) *
            at(ofB, b.shape, transposeB ? [batch, column, i] : [batch, i, column]);
        }
        const found = product[(batch * rows + row) * columns + column];
        // Sums of that many products of normal numbers, in single precision.
        assert(
          Math.abs(found - expected) < 1e-5 * Math.sqrt(inner),
          `${found}, not ${expected}, at ${place}`,
        );
      }
    });
  }
}

/** Corners, edges and some places between, of all batches. */
function* places(batches: number, rows: number, columns: number): Generator<number[]> {
  const along = (size: number) =>
    new Set([0, 1, 5, size >> 1, size - 2, size - 1, 31, 32, 63, 64].filter((i) => i < size));
  for (let batch = 0; batch < batches; batch++) {
    for (const row of along(rows)) for (const column of along(columns)) yield [batch, row, column];
  }
}

for (const shape of [[64, 64], [4096, 3], [1, 8191], [3, 5, 700], [10]]) {
  test(`the sum of all numbers of a tensor of shape [${shape}] is as large as they are`, async () => {
    const size = shape.reduce((a, b) => a * b);
    const x = tf.reshape(tf.range(0, size, 1, "float32"), shape);
    for (const keepDims of [false, true]) {
      const sum = tf.sum(x, undefined, keepDims);
      assert.deepEqual(sum.shape, keepDims ? shape.map(() => 1) : []);
      const [found] = await sum.data(), expected = size * (size - 1) / 2;
      assert(Math.abs(found / expected - 1) < 1e-6, `${found}, not ${expected}`); // a few roundings of a float
    }
  });
}
