import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { EagerValue } from "../../lib/compiler/eager.ts";
import {
  BACKEND_NAME,
  jit,
  keyTensor,
  type MatmulPrecision,
  startCompiler,
  tracedDropout,
} from "../../lib/compiler/mod.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { SETTINGS } from "../../lib/models/settings.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { stepSize } from "../../lib/training/adam.ts";
import { createLearner, disposeLearner } from "../../lib/training/learner.ts";
import { trainingStep } from "../../lib/training/step.ts";

await startCompiler();

/** @tensorflow/tfjs with layers and optimizers, as @tensorflow/tfjs-node-gpu has it. */
const tfjs = createRequire(createRequire(import.meta.url).resolve("@tensorflow/tfjs-node-gpu/package.json"))(
  "@tensorflow/tfjs",
);

/** Losses of two runs from the same start, one of them with compiled steps after the first. */
function lossesOf(steps: number, start: () => { step: (i: number) => tf.Scalar; compile: () => () => void }) {
  return [false, true].map((compiled) => {
    const { step, compile } = start();
    const losses = [];
    let dispose = () => {};
    for (let i = 0; i < steps; i++) {
      if (compiled && i === 1) dispose = compile();
      losses.push(tf.tidy(() => step(i).dataSync()[0]));
    }
    dispose();
    tf.disposeVariables();
    return losses;
  });
}

function assertClose([eager, compiled]: number[][], tolerance: number) {
  eager.forEach((loss, i) =>
    assert(
      Math.abs(loss - compiled[i]) <= tolerance * Math.abs(loss),
      `step ${i}: ${loss} eager, ${compiled[i]}`,
    )
  );
}

for (const name of ["sgd", "momentum", "adam", "rmsprop", "adagrad", "adadelta", "adamax"] as const) {
  Deno.test(`${name} takes the same steps compiled as eager`, async () => {
    await tf.setBackend(BACKEND_NAME);
    const losses = lossesOf(20, () => {
      const weight = tf.variable(tf.randomNormal([6, 3], 0, 1, "float32", 4), true, "weight");
      const x = tf.randomNormal([10, 6], 0, 1, "float32", 5) as tf.Tensor2D;
      const rate = 0.05;
      const optimizer: tf.Optimizer = name === "momentum"
        ? tfjs.train.momentum(rate, 0.9)
        : tfjs.train[name](rate);
      const update = (x: tf.Tensor2D) =>
        optimizer.minimize(
          () => tf.mean(tf.square(tf.sub(tf.matMul(x, weight as tf.Tensor2D), 1))) as tf.Scalar,
          true,
        )!;
      let run = update;
      return {
        step: () => run(x),
        compile: () => {
          const compiled = jit(update);
          run = compiled;
          return compiled.dispose;
        },
      };
    });
    assertClose(losses, 1e-5);
    assert(losses[0][19] < losses[0][0]);
  });
}

Deno.test("a convolutional classifier of tfjs-layers learns the same compiled as eager", async () => {
  await tf.setBackend(BACKEND_NAME);
  const { layers, initializers } = tfjs;
  const losses = lossesOf(15, () => {
    const seeded = (seed: number) => initializers.glorotUniform({ seed });
    const model = tfjs.sequential({
      layers: [
        layers.conv2d({
          inputShape: [8, 8, 1],
          filters: 4,
          kernelSize: 3,
          activation: "relu",
          kernelInitializer: seeded(1),
        }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.layerNormalization(),
        layers.dense({ units: 3, kernelInitializer: seeded(2) }),
      ],
    });
    const words = layers.embedding({ inputDim: 5, outputDim: 3, embeddingsInitializer: seeded(3) });
    const x = tf.randomNormal([12, 8, 8, 1], 0, 1, "float32", 6);
    const tokens = tf.tensor2d(Array.from({ length: 12 }, (_, i) => [i % 5]), [12, 1], "int32");
    const labels = tf.oneHot(tf.tensor1d(Array.from({ length: 12 }, (_, i) => i % 3), "int32"), 3);
    words.apply(tokens); // makes its variable
    const optimizer: tf.Optimizer = tfjs.train.adam(0.01);
    const update = (x: tf.Tensor, tokens: tf.Tensor, labels: tf.Tensor) =>
      optimizer.minimize(() => {
        const scores = tf.add(model.apply(x) as tf.Tensor, tf.squeeze(words.apply(tokens) as tf.Tensor, [1]));
        return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(scores), labels), -1))) as tf.Scalar;
      }, true)!;
    let run = update;
    return {
      step: () => run(x, tokens, labels),
      compile: () => {
        const compiled = jit(update);
        run = compiled;
        return compiled.dispose;
      },
    };
  });
  assertClose(losses, 1e-4);
  assert(losses[0][14] < losses[0][0]);
});

for (const setting of ["frozen-random", "unfrozen-random"] as const) {
  Deno.test(`50 steps of ${setting} with dropout give the same losses compiled as eager`, async () => {
    await tf.setBackend(BACKEND_NAME);
    const losses = [transferLosses(setting, null), transferLosses(setting, "float32")];
    assertClose(losses, 1e-4);
    assert(losses[0][49] < losses[0][0]);
  });

  Deno.test(`50 steps of ${setting} with products in bfloat16 keep near those in float32`, async () => {
    await tf.setBackend(BACKEND_NAME);
    const losses = [transferLosses(setting, "float32"), transferLosses(setting, "bfloat16")];
    assertClose(losses, 0.01); // a factor is off by up to 0.004; 0.002 was the most that was seen of a loss
    assert.notDeepEqual(losses[0], losses[1]);
  });
}

/** The losses of 50 steps on one batch; compiled unless `precision` is null. */
function transferLosses(setting: "frozen-random" | "unfrozen-random", precision: MatmulPrecision | null) {
  const body = gpt2ConfigSchema.parse({ n_layer: 2, n_embd: 32, n_head: 4, vocab_size: 16 });
  const task = {
    input: { kind: "tokens", vocabulary: 16 },
    length: 12,
    classes: 10,
    answers: 1,
    answerPositions: 1,
  };
  const inputs = tf.tensor2d(Array.from({ length: 48 }, (_, i) => 1 + (i * i) % 15), [4, 12], "int32");
  const lengths = tf.tensor1d([12, 7, 12, 3], "int32");
  const labels = tf.tensor2d([[1], [5], [9], [0]], [4, 1], "int32");
  const learner = createLearner({ task, body, setting: SETTINGS[setting] } as never, keyOf(0));
  const update = (size: tf.Tensor1D, key: tf.Tensor1D) =>
    trainingStep(learner, { inputs, lengths, labels }, { size, dropout: tracedDropout(key), clipNorm: 1 });
  const compiled = jit(update, { matmulPrecision: precision ?? undefined });
  const step = precision === null ? update : compiled;
  const handles: number[] = [];
  const losses = Array.from({ length: 50 }, (_, i) => {
    const loss = tf.tidy(() =>
      step(tf.tensor1d(stepSize(1e-3, i + 1)), keyTensor(fold(keyOf(7), i))).dataSync()[0]
    );
    handles.push(EagerValue.alive);
    return loss;
  });
  assert.equal(handles[49], handles[1]);
  compiled.dispose();
  disposeLearner(learner);
  tf.dispose([inputs, lengths, labels]);
  return losses;
}
