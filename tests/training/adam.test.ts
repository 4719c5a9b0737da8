import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../lib/backend/start.ts";
import { adamStep, stepSize, zeroMoments } from "../../lib/training/adam.ts";
import { clipByGlobalNorm } from "../../lib/training/clip.ts";
import { normal } from "../../lib/random/arrays.ts";
import { fold, keyOf } from "../../lib/random/key.ts";

await startBackend();

Deno.test("adamStep follows algorithm 1 of Kingma and Ba in double precision", () => {
  const size = 50, steps = 20, learningRate = 1e-2;
  const gradientAt = (step: number) =>
    normal(fold(keyOf(0), step), size, { deviation: 10 ** (step % 5 - 3) });

  const expected = new Float64Array(normal(keyOf(1), size));
  const first = new Float64Array(size), second = new Float64Array(size);
  for (let t = 1; t <= steps; t++) {
    gradientAt(t).forEach((g, i) => {
      first[i] = 0.9 * first[i] + 0.1 * g;
      second[i] = 0.999 * second[i] + 0.001 * g * g;
      const firstHat = first[i] / (1 - 0.9 ** t), secondHat = second[i] / (1 - 0.999 ** t);
      expected[i] -= learningRate * firstHat / (Math.sqrt(secondHat) + 1e-8);
    });
  }

  const parameters = { w: tf.variable(tf.tensor1d(normal(keyOf(1), size))) };
  const moments = zeroMoments(parameters);
  for (let t = 1; t <= steps; t++) {
    adamStep(parameters, { w: tf.tensor1d(gradientAt(t)) }, moments, tf.tensor1d(stepSize(learningRate, t)));
  }
  // Twenty steps of single precision: an error of 2^-24 of a value near 1 in each.
  parameters.w.dataSync().forEach((value, i) => assert(Math.abs(value - expected[i]) < 5e-6, `at ${i}`));
});

Deno.test("epsilon is added to the deviation that is corrected for the zeros it began with", () => {
  const parameters = { w: tf.variable(tf.zeros([1])) };
  const gradients = { w: tf.tensor1d([1e-8]) };
  adamStep(parameters, gradients, zeroMoments(parameters), tf.tensor1d(stepSize(1, 1)));
  // g / (|g| + epsilon) with both 1e-8; of single precision's 24 bits some are lost on the way.
  assert(Math.abs(parameters.w.dataSync()[0] + 0.5) < 1e-5);
});

Deno.test("adamStep leaves no tensors behind", () => {
  const parameters = { w: tf.variable(tf.zeros([3])) };
  const moments = zeroMoments(parameters);
  const gradients = { w: tf.ones([3]) }, size = tf.tensor1d(stepSize(0.1, 1));
  const before = tf.memory().numTensors;
  adamStep(parameters, gradients, moments, size);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("clipByGlobalNorm scales all gradients alike, and only if their norm is above the limit", () => {
  const gradients = { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[0, 4]]) };
  const clipped = clipByGlobalNorm(gradients, 1);
  assert(Math.abs(clipped.a.dataSync()[0] - 0.6) < 1e-6);
  assert(Math.abs(clipped.b.dataSync()[1] - 0.8) < 1e-6);
  assert.deepEqual([...clipByGlobalNorm(gradients, 6).b.dataSync()], [0, 4]);
});

Deno.test("a norm as small as the limit is scaled by half for the 1e-6 that PyTorch adds", () => {
  const { a } = clipByGlobalNorm({ a: tf.tensor1d([1e-6]) }, 1e-6);
  assert(Math.abs(a.dataSync()[0] - 5e-7) < 1e-9);
});
