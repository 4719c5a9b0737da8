import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { keyTensor, tracedDropout } from "../../lib/compiler/dropout.ts";
import { jit } from "../../lib/compiler/jit.ts";
import { attend, attendCausally, type DropWeights } from "../../lib/models/attention.ts";
import { causalMask } from "../../lib/models/layers.ts";
import { keyOf } from "../../lib/random/key.ts";
import { allocated } from "../compiler/webgpu/allocated.ts";
import { TESTED_BACKENDS, testOnBackends } from "./backends.ts";

/** Of a tensor's largest value: results are sums of some hundred products, each rounded to 6e-8. */
const TOLERANCE = 4e-6;

const keepAll: DropWeights = (weights) => weights;
const dropSome: DropWeights = (weights, part = "") =>
  tracedDropout(keyTensor(keyOf(0)))(weights, 0.3, `weights${part}`);

type Attend = (query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) => tf.Tensor;

/** Attention as its definition has it; TensorFlow.js works out the gradient. */
const plain = (mask: tf.Tensor, drop: DropWeights): Attend => (query, key, value) =>
  tf.matMul(drop(tf.softmax(tf.add(tf.matMul(query, key, false, true), mask))), value);

/** The output for random heads, and the gradients of a random combination of its values. */
function outputAndGradients(attend: Attend, queries: number, keys: number): tf.Tensor[] {
  const random = (length: number, seed: number) => tf.randomNormal([2, 3, length, 4], 0, 1, "float32", seed);
  const heads = [random(queries, 1), random(keys, 2), random(keys, 3)], coefficients = random(queries, 4);
  const loss: Attend = (...heads) => tf.sum(tf.mul(attend(...heads), coefficients));
  return [attend(heads[0], heads[1], heads[2]), ...tf.grads(loss)(heads)];
}

async function assertEqual(actual: tf.Tensor[], expected: tf.Tensor[]): Promise<void> {
  for (const [i, result] of actual.entries()) {
    assert.deepEqual(result.shape, expected[i].shape);
    const largest = async (x: tf.Tensor) => (await tf.max(tf.abs(x)).data())[0];
    const difference = await largest(tf.sub(result, expected[i])) / await largest(expected[i]);
    assert(difference <= TOLERANCE, `result ${i}: ${difference} of the largest value off`);
  }
}

for (const [how, drop] of [["no", keepAll], ["some", dropSome]] as const) {
  testOnBackends(
    `attention and its gradients are those of its definition, with ${how} weights dropped`,
    async () => {
      const mask = tf.slice(causalMask(7), [3, 0], [4, 7]);
      await assertEqual(
        outputAndGradients((query, key, value) => attend({ query, key, value }, mask, drop), 4, 7),
        outputAndGradients(plain(mask, drop), 4, 7),
      );
    },
  );
}

testOnBackends("scores too large for exp do not overflow", async () => {
  const mask = tf.zeros([4, 7]), large = 300;
  const scaled = (attend: Attend): Attend => (query, ...rest) => attend(tf.mul(query, large), ...rest);
  const of = (attend: Attend) => outputAndGradients(scaled(attend), 4, 7);
  const [output, ...gradients] = of((query, key, value) => attend({ query, key, value }, mask, keepAll));
  await assertEqual([output], of(plain(mask, keepAll)));
  // Next to nothing but rounding errors, since each query sees one key only.
  for (const gradient of gradients) assert((await gradient.data()).every(Number.isFinite));
});

testOnBackends("attention in parts is attention at once", async () => {
  const mask = causalMask(300);
  await assertEqual(
    outputAndGradients((query, key, value) => attendCausally({ query, key, value }, mask, keepAll), 300, 300),
    outputAndGradients(plain(mask, keepAll), 300, 300),
  );
});

testOnBackends("each part of attention has its own dropout", () => {
  const parts: (string | undefined)[] = [];
  const heads = tf.ones([1, 1, 300, 2]);
  attendCausally({ query: heads, key: heads, value: heads }, causalMask(300), (weights, part) => {
    parts.push(part);
    return weights;
  });
  assert.deepEqual(parts, [".0", ".128", ".256"]);
});

if (TESTED_BACKENDS.includes("webgpu")) {
  testOnBackends("on a GPU gradients take memory as the length, not as its square", () => {
    const bytes = [512, 1024].map((length) => {
      const mask = causalMask(length);
      const attention: Attend = (query, key, value) => attendCausally({ query, key, value }, mask, dropSome);
      const gradients = jit((...heads: tf.Tensor[]) =>
        tf.grads((query, key, value) => tf.sum(attention(query, key, value)))(heads)
      );
      const heads = [1, 2, 3].map((value) => tf.fill([1, 8, length, 4], value)), before = allocated();
      tf.dispose(gradients(...heads));
      const used = allocated() - before;
      gradients.dispose();
      return used;
    });
    assert(bytes[1] < 2.5 * bytes[0], `${bytes}`);
  });
}

testOnBackends("a later position is not seen, however well it fits", async () => {
  const heads = { query: tf.ones([1, 1, 2, 4]), key: tf.tensor([[[[0, 0, 0, 0], [1e4, 1e4, 1e4, 1e4]]]]) };
  const value = tf.tensor([[[[1, 0, 0, 0], [0, 1, 0, 0]]]]);
  const output = attendCausally({ ...heads, value }, causalMask(2), keepAll);
  assert.deepEqual([...await output.data()], [1, 0, 0, 0, 0, 1, 0, 0]);
});
