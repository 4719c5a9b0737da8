import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../lib/backend/start.ts";
import { compiledSteps } from "../../lib/baselines/compiled.ts";
import {
  createRegression,
  disposeRegression,
  regressionLogits,
  type RegressionShape,
} from "../../lib/baselines/regression.ts";
import { scoreRegressions } from "../../lib/baselines/score_regressions.ts";
import { trainRegressions } from "../../lib/baselines/train_regressions.ts";
import { openTask } from "../../lib/tasks/open.ts";
import { stepSize } from "../../lib/training/adam.ts";
import { upload } from "../../lib/training/examples.ts";
import { trainingOptionsSchema } from "../../lib/training/options.ts";
import { trainingIndices } from "../../lib/tasks/order.ts";
import type { Task } from "../../lib/tasks/task.ts";

await startBackend();

/** Gradient of the mean cross-entropy, clipping and Adam in double precision, written out for one answer. */
function referenceSteps(
  inputs: number[][],
  labels: number[],
  { classes, steps, learningRate, clipNorm }: {
    classes: number;
    steps: number;
    learningRate: number;
    clipNorm: number;
  },
): number[] {
  const features = inputs[0].length, size = (features + 1) * classes; // the bias is the weight of a last feature, 1
  const weights = new Array(size).fill(0), first = [...weights], second = [...weights];
  for (let step = 1; step <= steps; step++) {
    const gradient = new Array(size).fill(0);
    for (const [i, input] of inputs.entries()) {
      const withOne = [...input, 1];
      const scores = Array.from(
        { length: classes },
        (_, c) => withOne.reduce((sum, value, f) => sum + value * weights[f * classes + c], 0),
      );
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      for (let c = 0; c < classes; c++) {
        const error = Math.exp(scores[c]) / total - Number(labels[i] === c);
        withOne.forEach((value, f) => gradient[f * classes + c] += error * value / inputs.length);
      }
    }
    const norm = Math.hypot(...gradient), scale = Math.min(1, clipNorm / (norm + 1e-6));
    for (let j = 0; j < size; j++) {
      const slope = scale * gradient[j];
      first[j] = 0.9 * first[j] + 0.1 * slope;
      second[j] = 0.999 * second[j] + 0.001 * slope ** 2;
      const deviation = Math.sqrt(second[j] / (1 - 0.999 ** step)) + 1e-8;
      weights[j] -= learningRate * first[j] / (1 - 0.9 ** step) / deviation;
    }
  }
  return weights;
}

Deno.test("several regressions take the steps that each would take alone in double precision", () => {
  const shape: RegressionShape = { input: { kind: "vectors", width: 2 }, length: 2, answers: 1, classes: 3 };
  const inputs = [[0.5, -1, 2, 0.25], [1, 1.5, -0.5, 3], [-2, 0.75, 1, 1], [0.1, 0.2, -0.3, 0.4]];
  const labels = [2, 0, 1, 2], learningRates = [0.1, 0.01], clipNorm = 0.5, steps = 5;
  const regressions = learningRates.map(() => createRegression(shape));
  const examples = upload({
    inputs: Float32Array.from(inputs.flat()),
    shape: [4, 2, 2],
    lengths: Int32Array.of(2, 2, 2, 2),
    labels: Int32Array.from(labels),
  });
  for (let step = 1; step <= steps; step++) {
    const sizes = learningRates.map((learningRate) => tf.tensor1d(stepSize(learningRate, step)));
    compiledSteps.float32(regressions, shape, examples, sizes, clipNorm);
    tf.dispose(sizes);
  }
  for (const [i, { trained: { weight, bias } }] of regressions.entries()) {
    const learningRate = learningRates[i];
    const expected = referenceSteps(inputs, labels, { classes: 3, steps, learningRate, clipNorm });
    const found = [...weight.dataSync(), ...bias.dataSync()];
    // Of the way that a weight has gone: float32 rounds by 6e-8, some dozen times a step.
    found.forEach((value, j) => assert(Math.abs(value - expected[j]) < 1e-5 * learningRate * steps));
  }
  regressions.forEach(disposeRegression);
  tf.dispose(examples as unknown as tf.TensorContainer);
});

Deno.test("each symbol has a weight at each position, padding too, also where a batch is shorter", () => {
  const shape: RegressionShape = {
    input: { kind: "tokens", vocabulary: 4 },
    length: 3,
    answers: 1,
    classes: 2,
  };
  const weights = Array.from({ length: 24 }, (_, i) => i * i);
  const logits = tf.tidy(() => {
    const trained = {
      weight: tf.variable(tf.tensor(weights, [12, 2])),
      bias: tf.variable(tf.tensor([0.5, 0])),
    };
    return regressionLogits(trained, shape, tf.tensor2d([[3, 1], [2, 0]], [2, 2], "int32")).arraySync();
  });
  const at = (position: number, symbol: number, c: number) => weights[2 * (4 * position + symbol) + c];
  const expected = [[3, 1, 0], [2, 0, 0]].map((symbols) => [
    [0, 1].map((c) => symbols.reduce((sum, symbol, position) => sum + at(position, symbol, c), c ? 0 : 0.5)),
  ]);
  assert.deepEqual(logits, expected);
});

const options = trainingOptionsSchema.parse({
  maximumSteps: 200,
  evaluateEvery: 50,
  validationExamples: 100,
  testExamples: 200,
});

Deno.test("a regression on Bit Memory copies the bits that it is shown, and leaves nothing behind", async () => {
  const task = await openTask({ name: "bit-memory", bits: 10, patterns: 2, patch: 5 });
  const before = tf.memory().numTensors;
  const [result] = await trainRegressions(task, { learningRates: [0.03], seed: 0, options });
  // Half of the bits are shown, which a sum can copy; of the others it can only tell what most strings have in common.
  assert(result.testAccuracy > 0.75 && result.testAccuracy < 0.95);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("a learning rate's outcome does not depend on which others are trained beside it", async () => {
  const task = await openTask({ name: "bit-memory", bits: 10, patterns: 2, patch: 5 });
  const ofBoth = await trainRegressions(task, { learningRates: [1e-3, 0.1], seed: 1, options });
  const [alone] = await trainRegressions(task, { learningRates: [0.1], seed: 1, options });
  // XLA may sum in another order, which can turn an answer where two classes are close.
  assert(Math.abs(ofBoth[1].testAccuracy - alone.testAccuracy) < 0.005);
  assert.notEqual(ofBoth[0].testAccuracy, ofBoth[1].testAccuracy);
});

Deno.test("each regression stops for itself, and evaluations after that do not count", async () => {
  const task = await openTask({ name: "bit-xor", bits: 3, examples: { validation: 10, test: 10 } });
  // The first regression learns to answer 1 at once, the second nothing: of equal classes it answers 0.
  const ones = [15, 18, 21, 3, 24, 24];
  let looks = 0;
  const batch: Task["batch"] = (split, ...rest) => {
    const one = task.batch(split, ...rest), right = split === "validation" ? ones[looks++] : Infinity;
    return { ...one, labels: one.labels.map((_, i) => Number(i < right)) };
  };
  const results = await trainRegressions({ ...task, batch }, {
    ...{ learningRates: [0.1, 0], seed: 0 },
    options: trainingOptionsSchema.parse({ maximumSteps: 6, evaluateEvery: 1, patience: 1 }),
  });
  assert.deepEqual(results, [
    { learningRate: 0.1, validationAccuracy: 21 / 30, testAccuracy: 1, bestStep: 3 },
    { learningRate: 0, validationAccuracy: 15 / 30, testAccuracy: 0, bestStep: 1 }, // not 27 of 30 at step 4
  ]);
  assert.equal(looks, 4);
});

Deno.test("the gradients of a regression are clipped as its options say", async () => {
  const task = await openTask({ name: "bit-xor", bits: 3, examples: { validation: 10, test: 10 } });
  const batch: Task["batch"] = (...given) => {
    const one = task.batch(...given);
    return { ...one, labels: one.labels.map(() => 1) };
  };
  const [{ testAccuracy }] = await trainRegressions({ ...task, batch }, {
    ...{ learningRates: [0.1], seed: 0 },
    options: trainingOptionsSchema.parse({ maximumSteps: 1, evaluateEvery: 1, clipNorm: 1e-46 }),
  });
  assert.equal(testAccuracy, 0, "of gradients that are 0 in float32 it learns nothing, and answers 0");
});

Deno.test("each example is scored once, also where the last batch is not full", async () => {
  const task = await openTask({ name: "bit-xor", bits: 3, examples: { test: 700 } });
  const regression = createRegression(task), { labels } = task.batch("test", [...Array(700).keys()]);
  regression.trained.bias.assign(tf.tensor1d(Array.from({ length: 6 }, (_, i) => i % 2 === 0 ? 1 : 0)));
  const [accuracy] = await scoreRegressions(task, [regression], {
    ...{ split: "test", examples: 700, matmulPrecision: "float32" },
  });
  // It answers 0 whatever it is shown.
  const zeros = labels.filter((label) => label === 0).length;
  assert.equal(accuracy, zeros / labels.length);
  disposeRegression(regression);
});

Deno.test("a regression is tested with the parameters that were best on validation", async () => {
  const task = await openTask({ name: "bit-memory", bits: 10, patterns: 2, patch: 5 });
  const longer = trainingOptionsSchema.parse({
    ...{ maximumSteps: 150, evaluateEvery: 50 },
    ...{ validationExamples: 100, testExamples: 200 },
  });
  const given = { learningRates: [0.03], seed: 0 };
  const [short] = await trainRegressions(task, { ...given, options: { ...longer, maximumSteps: 50 } });
  let looks = 0;
  const batch: Task["batch"] = (split, ...rest) => {
    const one = task.batch(split, ...rest);
    return split === "validation" && ++looks > 1
      ? { ...one, labels: one.labels.map((label) => 1 - label) }
      : one;
  };
  const [long] = await trainRegressions({ ...task, batch }, { ...given, options: longer });
  const [last] = await trainRegressions(task, { ...given, options: { ...longer, evaluateEvery: 150 } });
  assert.deepEqual([looks, long], [3, short]);
  assert.notEqual(last.testAccuracy, short.testAccuracy);
});

Deno.test("a regression learns from the batches that runs learn from", async () => {
  const task = await openTask({ name: "bit-xor" }), asked: number[][] = [];
  const batch: Task["batch"] = (split, indices, ...rest) => {
    if (split === "train") asked.push(Array.from(indices));
    return task.batch(split, indices, ...rest);
  };
  await trainRegressions({ ...task, batch }, {
    learningRates: [1e-3],
    seed: 3,
    options: { ...options, maximumSteps: 2 },
  });
  assert.deepEqual(asked, [0, 1].map((step) => trainingIndices(task, 3, step, options.batchSize)));
});
