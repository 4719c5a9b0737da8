import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { keyTensor, tracedDropout } from "../../lib/compiler/dropout.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { noDropout } from "../../lib/models/dropout.ts";
import { body } from "../../lib/models/gpt2.ts";
import { initialBody } from "../../lib/models/initial_gpt2.ts";
import { initialTransfer } from "../../lib/models/initial_transfer.ts";
import { upload } from "../../lib/models/parameters.ts";
import { logits, type TransferConfig, transferConfig } from "../../lib/models/transfer.ts";
import { keyOf } from "../../lib/random/key.ts";
import { testOnBackends } from "./backends.ts";

const gpt2 = gpt2ConfigSchema.parse({ n_layer: 2, n_embd: 16, n_head: 2, n_positions: 1024 });
const task = { name: "", title: "", length: 6, sizes: { train: 1, validation: 1, test: 1 } };
const onVectors = transferConfig(gpt2, {
  ...task,
  input: { kind: "vectors", width: 5 },
  classes: 3,
  answers: 4,
  answerPositions: 2,
});
const onTokens = transferConfig(gpt2, {
  ...task,
  input: { kind: "tokens", vocabulary: 9 },
  classes: 3,
  answers: 1,
  answerPositions: 1,
});
const lengths = (...values: number[]) => tf.tensor1d(values, "int32");

/** Random values as large as those of a trained model, so that every parameter has influence. */
function parametersOf(config: TransferConfig): Record<string, tf.Tensor> {
  const parameters = upload(initialTransfer(config, keyOf(0), initialBody(config.body, keyOf(0))));
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value], i) => [
      name,
      tf.add(value, tf.randomNormal(value.shape, 0, 0.2, "float32", i + 1)),
    ]),
  );
}

/** Float32 results of the same sums in another order. */
async function assertClose(actual: tf.Tensor, expected: tf.Tensor, what = ""): Promise<void> {
  assert.deepEqual(actual.shape, expected.shape, what);
  const [difference] = await tf.max(tf.abs(tf.sub(actual, expected))).data();
  const [largest] = await tf.max(tf.abs(expected)).data();
  assert(
    difference <= 2e-6 * Math.max(1, largest),
    `${what}: ${difference} off, with values up to ${largest}`,
  );
}

Deno.test("a task's model has the task's positions and the body's shape", () => {
  assert.deepEqual(onVectors.body, { ...gpt2, positions: 6 });
});

testOnBackends("answers are read from the last positions by one linear layer, in order", async () => {
  const parameters = parametersOf(onVectors);
  const inputs = tf.randomNormal([2, 6, 5], 0, 1, "float32", 1);
  const scores = logits(parameters, onVectors, inputs, lengths(6, 6), noDropout);
  assert.deepEqual(scores.shape, [2, 4, 3]);

  const weight = tf.tile(tf.expandDims(parameters["input.weight"], 0), [2, 1, 1]);
  const embedded = tf.add(tf.matMul(inputs, weight), parameters["input.bias"]);
  const states = body(parameters, onVectors.body, embedded, noDropout);
  for (const position of [4, 5]) {
    const state = tf.reshape(tf.slice(states, [0, position, 0], [2, 1, 16]), [2, 16]);
    const expected = tf.add(tf.matMul(state, parameters["output.weight"]), parameters["output.bias"]);
    const actual = tf.slice(scores, [0, 2 * (position - 4), 0], [2, 2, 3]);
    await assertClose(tf.reshape(actual, [2, 6]), expected, `position ${position}`);
  }
});

testOnBackends("what follows an example's own length has no influence", async () => {
  const parameters = parametersOf(onTokens);
  const scoresOf = (rows: number[][], ...ends: number[]) =>
    logits(parameters, onTokens, tf.tensor2d(rows, undefined, "int32"), lengths(...ends), noDropout);
  const batch = scoresOf([[1, 2, 3, 0, 0, 0], [4, 5, 6, 7, 8, 1]], 3, 6);
  const padded = scoresOf([[1, 2, 3, 8, 7, 6], [4, 5, 6, 7, 8, 1]], 3, 6);
  assert.deepEqual(await batch.data(), await padded.data());
  await assertClose(tf.slice(batch, 0, 1), scoresOf([[1, 2, 3]], 3), "alone");
  const changed = scoresOf([[1, 2, 4, 0, 0, 0], [4, 5, 6, 7, 8, 1]], 3, 6);
  assert.notDeepEqual(await batch.data(), await changed.data());
});

testOnBackends("several answers are read at each example's own last positions", async () => {
  const parameters = parametersOf(onVectors);
  const inputs = tf.randomNormal([1, 4, 5], 0, 1, "float32", 2);
  const padded = tf.pad(inputs as tf.Tensor3D, [[0, 0], [0, 2], [0, 0]]);
  await assertClose(
    logits(parameters, onVectors, padded, lengths(4), noDropout),
    logits(parameters, onVectors, inputs, lengths(4), noDropout),
  );
});

for (const [kind, config] of Object.entries({ vectors: onVectors, tokens: onTokens })) {
  testOnBackends(
    `gradients of a model on ${kind} are those that the difference of two losses shows`,
    async () => {
      const parameters = parametersOf(config);
      const names = Object.keys(parameters);
      const inputs = kind === "tokens"
        ? tf.tensor2d([[1, 2, 3, 0, 0, 0], [4, 5, 6, 7, 8, 1]], [2, 6], "int32")
        : tf.randomNormal([2, 6, 5], 0, 1, "float32", 3);
      const coefficients = tf.randomNormal([2, config.answers, 3], 0, 1, "float32", 4);
      const dropout = tracedDropout(keyTensor(keyOf(0)));
      const loss = (...values: tf.Tensor[]) => {
        const given = Object.fromEntries(names.map((name, i) => [name, values[i]]));
        return tf.sum(tf.mul(logits(given, config, inputs, lengths(3, 6), dropout), coefficients));
      };
      const values = names.map((name) => parameters[name]);
      const gradients = tf.grads(loss)(values);
      for (const [i, name] of names.entries()) {
        const [norm] = await tf.norm(gradients[i]).data();
        assert(norm > 0, name);
        // Along its own gradient the loss grows by the gradient's norm; 0.01 is where the errors of rounding (1e-5)
        // and of curvature (third derivatives, 1e-4) are small.
        const step = tf.mul(gradients[i], 0.01 / norm);
        const at = async (moved: tf.Tensor) => (await loss(...values.with(i, moved)).data())[0];
        const slope = (await at(tf.add(values[i], step)) - await at(tf.sub(values[i], step))) / 0.02;
        assert(Math.abs(slope - norm) < 0.005 * norm + 0.001, `${name}: ${slope} instead of ${norm}`);
      }
    },
  );
}

testOnBackends("a linear input layer has dropout of rate 0.1 and an embedding has none", () => {
  const placesOf = (config: TransferConfig, inputs: tf.Tensor) => {
    const places: [string, number][] = [];
    logits(
      upload(initialTransfer(config, keyOf(0), initialBody(config.body, keyOf(0)))),
      config,
      inputs,
      lengths(6),
      (x, rate, place) => {
        places.push([place, rate]);
        return x;
      },
    );
    return places;
  };
  assert.deepEqual(placesOf(onVectors, tf.ones([1, 6, 5])).slice(0, 2), [["input", 0.1], ["embd", 0.1]]);
  assert.deepEqual(placesOf(onTokens, tf.ones([1, 6], "int32"))[0], ["embd", 0.1]);
});
