import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { noDropout } from "../../lib/models/dropout.ts";
import { nextTokenLogits } from "../../lib/models/language_model.ts";
import { upload } from "../../lib/models/parameters.ts";
import { createLearner, disposeLearner } from "../../lib/pretraining/learner.ts";
import { type Batch, compiledLosses, pretrainingStep } from "../../lib/pretraining/step.ts";
import { ADAM, stepSize } from "../../lib/training/adam.ts";
import { testOnBackends } from "../models/backends.ts";
import { fixtures, readAll } from "../models/fixtures.ts";

const { config, parameters: onHost } = await loadGpt2(join(fixtures, "unusual"));
const reference = await readAll(join(fixtures, "..", "pretraining", "reference.safetensors"));

/** Of the largest value of a tensor: some hundred products in a row, each rounded to 6e-8. */
const TOLERANCE = 4e-6;

async function assertClose(
  name: string,
  actual: tf.Tensor,
  tolerance = TOLERANCE,
  passedOver = (_: number) => false,
) {
  const { shape, values } = reference[name];
  assert.deepEqual(actual.shape, shape, name);
  const largest = Math.max(...values.map(Math.abs));
  const found = await actual.data();
  const differences = found.map((value, i) => passedOver(i) ? 0 : Math.abs(value - values[i]));
  const difference = Math.max(...differences);
  assert(difference <= tolerance * largest, `${name}: ${difference} off, with values up to ${largest}`);
}

function batchOf(): Batch {
  const [inputs, targets] = ["inputs", "targets"].map((name) =>
    tf.tensor2d(reference[name].values, reference[name].shape as [number, number], "int32")
  );
  return { inputs, targets };
}

testOnBackends("logits are those of Hugging Face's GPT2LMHeadModel", async () => {
  await assertClose("logits", nextTokenLogits(upload(onHost), config, batchOf().inputs, noDropout));
});

testOnBackends("the mean of all bytes' losses is PyTorch's cross-entropy", async () => {
  const losses = compiledLosses.float32(upload(onHost), config, batchOf());
  assert.deepEqual(losses.shape, [3, 9]);
  await assertClose("loss", tf.reshape(tf.mean(losses), [1]));
});

testOnBackends(
  "gradients are PyTorch's, those of the embedding, which is the output layer too, among them",
  async () => {
    const names = Object.keys(onHost), parameters = upload(onHost), batch = batchOf();
    const loss = (...values: tf.Tensor[]) => {
      const given = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      return tf.mean(compiledLosses.float32(given, config, batch));
    };
    const gradients = tf.grads(loss)(names.map((name) => parameters[name]));
    for (const [i, name] of names.entries()) await assertClose(`gradients.${name}`, gradients[i]);
  },
);

for (
  const [windows, atOnce] of [["all windows at once", 3], ["one window after another", 1]] as const
) {
  testOnBackends(
    `three steps, ${windows}, end where PyTorch's AdamW, clipping and nanoGPT's groups end`,
    async () => {
      const [inputs, targets] = [reference.inputs, reference.targets].map(({ values }) =>
        Int32Array.from(values)
      );
      const adam = { ...ADAM, beta2: 0.95, weightDecay: 0.1 };
      const recipe = { clipNorm: 1, adam, matmulPrecision: "float32" } as const;
      const learner = createLearner(config, onHost);
      for (const [i, learningRate] of [1e-2, 3e-3, 1e-3].entries()) {
        const size = stepSize(learningRate, i + 1, adam);
        const loss = await pretrainingStep(
          learner,
          { inputs, targets, shape: [3, 9] },
          size,
          recipe,
          atOnce,
        );
        if (i === 0) await assertClose("loss", tf.reshape(loss, [1]));
        tf.dispose(loss);
      }
      // Adam divides by the gradients' own size, so that a tiny gradient's rounding counts as much as a large one's.
      for (const [name, variable] of Object.entries(learner.trained)) {
        // Softmax takes no notice of a bias of the keys: its gradient is 0 but for rounding, and Adam makes that a step.
        const isKeyBias = (i: number) => name.endsWith("c_attn.bias") && Math.floor(i / config.width) === 1;
        await assertClose(`after.${name}`, variable, 2e-5, isKeyBias);
      }
      disposeLearner(learner);
    },
  );
}
