import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { keyTensor, tracedDropout } from "../../lib/compiler/dropout.ts";
import { jit } from "../../lib/compiler/jit.ts";
import { BACKEND_NAME, startCompiler } from "../../lib/compiler/start.ts";
import { dropoutMask } from "../../lib/random/bits.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { threefry2x32 } from "../../lib/random/threefry.ts";

await startCompiler();

const values = (tensor: tf.Tensor) => Array.from(tensor.dataSync());

Deno.test("keys fold to the published vectors of Random123", () => {
  const ones = 0xffffffff;
  const vectors = [
    { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    { key: [ones, ones], counter: [ones, ones], words: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: [0xc4923a9c, 0x483df7a0] },
  ] as const;
  for (const { key, counter, words } of vectors) {
    const foldKey = (key: tf.Tensor1D) =>
      tf.engine().runKernel("FoldKey", { key }, { counter: [...counter] }) as tf.Tensor;
    for (const fn of [foldKey, jit(foldKey)]) {
      const found = values(tf.tidy(() => fn(keyTensor(key)))).map((word) => word >>> 0);
      assert.deepEqual(found, words);
      assert.deepEqual(found, threefry2x32(key, counter));
    }
  }
});

for (const shape of [[1], [4], [7], [3, 5, 2], [8, 4, 16, 16]]) {
  Deno.test(`dropout of [${shape}] is the same on the host, eager and compiled`, async () => {
    await tf.setBackend(BACKEND_NAME);
    const key = fold(keyOf(2 ** 40 + 3), 17);
    const x = tf.randomNormal(shape);
    const traced = (x: tf.Tensor, key: tf.Tensor1D) => tracedDropout(key)(x, 0.1, "h.3.attn.resid");
    const compiled = jit(traced);
    const mask = dropoutMask(fold(key, "h.3.attn.resid"), x.size, 0.1), scale = Math.fround(1 / 0.9);
    const expected = values(x).map((value, i) => Math.fround(value * (mask[i] * scale)));
    assert.deepEqual(values(traced(x, keyTensor(key))), expected);
    assert.deepEqual(values(compiled(x, keyTensor(key))), expected);
    compiled.dispose();
    const host = tf.tensor(x.dataSync(), shape);
    await tf.setBackend("cpu");
    assert.deepEqual(values(traced(tf.add(host, 0), keyTensor(key))), expected);
  });
}

Deno.test("dropout keeps its share, at each place another", async () => {
  await tf.setBackend(BACKEND_NAME);
  const drop = jit((key: tf.Tensor1D) => {
    const dropout = tracedDropout(key), x = tf.ones([100, 1000]);
    return [dropout(x, 0.1, "a"), dropout(x, 0.1, "b")];
  });
  const [a, b] = drop(keyTensor(keyOf(5))).map((mask) => values(tf.cast(tf.greater(mask, 0), "float32")));
  const share = (mask: number[]) => mask.reduce((sum, keep) => sum + keep, 0) / mask.length;
  // The standard deviation of a share of 10^5 draws is 0.00095.
  for (const mask of [a, b]) assert(Math.abs(share(mask) - 0.9) < 0.005);
  assert(Math.abs(share(a.map((keep, i) => keep * b[i])) - 0.81) < 0.007);
  drop.dispose();
});

Deno.test("the gradient goes through the values that are kept", async () => {
  await tf.setBackend(BACKEND_NAME);
  const key = keyTensor(keyOf(1)), x = tf.ones([50]);
  const gradient = jit((x: tf.Tensor, key: tf.Tensor1D) =>
    tf.grad((x) => tracedDropout(key)(x, 0.5, "here"))(x)
  );
  assert.deepEqual(values(gradient(x, key)), values(tracedDropout(key)(x, 0.5, "here")));
  gradient.dispose();
});

Deno.test("a rate of 0 drops nothing, and one that is no share of less than 1 is refused", () => {
  const x = tf.ones([3]), dropout = tracedDropout(keyTensor(keyOf(0)));
  assert.equal(dropout(x, 0, "here"), x);
  for (const rate of [1, -0.1, NaN, 2]) {
    const refusal = {
      name: "UserError",
      message:
        `Expected a rate of dropout from 0 up to, not including, 1 but found ${rate}: choose a smaller one`,
    };
    assert.throws(() => dropout(x, rate, "here"), refusal);
    assert.throws(() => jit((x: tf.Tensor) => dropout(x, rate, "here"))(x), refusal);
  }
});

Deno.test("keys that are none, and places without a name, are refused", async () => {
  for (const backend of [BACKEND_NAME, "cpu"]) {
    await tf.setBackend(backend);
    for (
      const [key, found] of [
        [tf.tensor1d([0, 1]), "float32 [2]"],
        [tf.tensor1d([0, 1, 2], "int32"), "int32 [3]"],
        [tf.scalar(0, "int32"), "int32 []"],
        [[0, 1], "object"],
      ] as [tf.Tensor1D, string][]
    ) {
      assert.throws(() => tracedDropout(key), {
        name: "UserError",
        message: `Expected the key of dropout to be a tensor int32 [2] but found ${found}: ` +
          "make it by keyTensor(keyOf(seed))",
      });
    }
    const dropout = tracedDropout(keyTensor(keyOf(0)));
    assert.throws(
      () => dropout(tf.ones([3]), 0.5, undefined as never),
      /to be a text but found undefined: name/,
    );
  }
});
