import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../lib/backend/start.ts";
import { isNativeInstalled } from "../../lib/compiler/native_files.ts";
import type { Dropout } from "../../lib/models/dropout.ts";
import { download } from "../../lib/models/parameters.ts";
import { SETTINGS } from "../../lib/models/settings.ts";
import { logits } from "../../lib/models/transfer.ts";
import { dropoutMask } from "../../lib/random/bits.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { upload } from "../../lib/training/examples.ts";
import { createLearner } from "../../lib/training/learner.ts";
import { crossEntropy } from "../../lib/training/loss.ts";
import { type Metrics, type Run, train } from "../../lib/training/train.ts";
import { run } from "./small_run.ts";

await startBackend();

const STEPS = 10;
const CLIP = 2.5;

/** Ten steps of a frozen body, with gradients that are clipped; evaluated after them. */
const frozen: Run = {
  ...run,
  setting: SETTINGS["frozen-random"],
  options: { ...run.options, maximumSteps: STEPS, evaluateEvery: STEPS, clipNorm: CLIP },
};

/** What the Frozen Pretrained Transformer trains in a body of two layers, for vectors. */
const TRAINED = [
  ...["input.weight", "input.bias", "output.weight", "output.bias", "wpe.weight"],
  ...["h.0.ln_1", "h.0.ln_2", "h.1.ln_1", "h.1.ln_2", "ln_f"].flatMap((name) => [
    `${name}.weight`,
    `${name}.bias`,
  ]),
];

/**
 * The same steps once more, with clipping and Adam written out in double precision (Kingma and Ba, 2015, algorithm 1)
 * and dropout drawn on the host: the mean loss of the steps, and the validation loss after them.
 */
async function replay({ task, seed, learningRate, options }: Run) {
  const { model, parameters, trained } = createLearner(frozen, fold(keyOf(seed), "initialization"));
  const before = await download(parameters);
  const first = new Map<string, Float64Array>(), second = new Map<string, Float64Array>();
  const losses: number[] = [];
  let clipped = 0;
  for (let step = 0; step < STEPS; step++) {
    const key = fold(fold(keyOf(seed), "dropout"), step);
    const dropout: Dropout = (x, rate, place) => {
      const mask = Float32Array.from(dropoutMask(fold(key, place), x.size, rate), Number);
      return tf.mul(x, tf.mul(tf.tensor(mask, x.shape), 1 / (1 - rate)));
    };
    const positions = Array.from({ length: options.batchSize }, (_, i) => step * options.batchSize + i);
    const examples = upload(task.batch("train", positions.map((position) => seed * 2 ** 32 + position)));
    const { value, grads } = tf.variableGrads(
      () =>
        tf.mean(crossEntropy(
          logits(parameters, model, examples.inputs, examples.lengths, dropout),
          examples.labels,
        )) as tf.Scalar,
      TRAINED.map((name) => trained[name]),
    );
    losses.push(value.dataSync()[0]);
    const gradients = TRAINED.map((name) => [name, grads[trained[name].name].dataSync()] as const);
    const norm = Math.hypot(...gradients.flatMap(([, gradient]) => [...gradient]));
    if (norm > CLIP) clipped++;
    for (const [name, gradient] of gradients) {
      const m = first.get(name) ?? new Float64Array(gradient.length);
      const v = second.get(name) ?? new Float64Array(gradient.length);
      const values = trained[name].dataSync().map((value, i) => {
        const slope = gradient[i] * Math.min(1, CLIP / norm);
        m[i] = 0.9 * m[i] + 0.1 * slope;
        v[i] = 0.999 * v[i] + 0.001 * slope ** 2;
        const mean = m[i] / (1 - 0.9 ** (step + 1)), square = v[i] / (1 - 0.999 ** (step + 1));
        return value - learningRate * mean / (Math.sqrt(square) + 1e-8);
      });
      trained[name].assign(tf.tensor(values, trained[name].shape));
      first.set(name, m);
      second.set(name, v);
    }
  }
  assert(clipped > 0 && clipped < STEPS, `${clipped} of ${STEPS} gradients are clipped`);
  const indices = Array.from({ length: options.validationExamples! }, (_, i) => i);
  const { inputs, lengths, labels } = upload(task.batch("validation", indices));
  const validation = tf.mean(crossEntropy(logits(parameters, model, inputs, lengths, (x) => x), labels));
  return {
    trained: Object.keys(trained),
    before,
    loss: losses.reduce((sum, loss) => sum + loss / STEPS, 0),
    validationLoss: validation.dataSync()[0],
  };
}

/** The mean loss of a run's ten steps, and the validation loss after them. */
async function told(run: Run): Promise<{ loss: number; validationLoss: number }> {
  const metrics: Metrics[] = [];
  await train(run, { onMetrics: (one) => metrics.push(one) });
  return Object.assign({}, ...metrics);
}

Deno.test("a frozen run takes the steps of Lu et al.'s recipe: what FPT trains, clipped gradients, Adam, dropout", async () => {
  const expected = await replay(frozen), found = await told(frozen);
  assert.deepEqual(expected.trained.toSorted(), TRAINED.toSorted());
  // Ten steps in single precision; each mistake in the recipe that was tried moves a loss by 1e-3 or more.
  assert(Math.abs(found.loss - expected.loss) < 2e-5, `${found.loss} instead of ${expected.loss}`);
  assert(
    Math.abs(found.validationLoss - expected.validationLoss) < 2e-5,
    `${found.validationLoss} instead of ${expected.validationLoss}`,
  );
});

Deno.test("training images are augmented anew at each step and with each seed, others never", async () => {
  const keysOf = async (seed: number) => {
    const keys: string[] = [];
    const batch: Run["task"]["batch"] = (split, indices, augmentation) => {
      if (split === "train" && augmentation) keys.push(augmentation.join());
      else assert.equal(augmentation, undefined, split);
      return run.task.batch(split, indices);
    };
    await train({ ...frozen, seed, task: { ...run.task, batch } });
    return keys;
  };
  const keys = [...await keysOf(0), ...await keysOf(1)];
  assert.equal(keys.length, 2 * STEPS);
  assert.equal(new Set(keys).size, 2 * STEPS);
  // Others would be other runs under the same ids.
  assert.equal(keys[STEPS + 3], fold(fold(keyOf(1), "augmentation"), 3).join());
});

Deno.test("seeds differ in their initial values too", async () => {
  const learningRate = 1e-12; // what is evaluated is what the run started with
  const lossOf = async (seed: number) => (await told({ ...frozen, learningRate, seed })).validationLoss;
  assert.notEqual(await lossOf(0), await lossOf(1));
});

Deno.test({
  name: "bfloat16 is what the step is computed in where it is asked for",
  ignore: !isNativeInstalled(),
  async fn() {
    const { loss } = await told(frozen);
    const rounded = await told({ ...frozen, options: { ...frozen.options, matmulPrecision: "bfloat16" } });
    assert.notEqual(rounded.loss, loss);
    assert(Math.abs(rounded.loss - loss) < 0.05, `${rounded.loss} beside ${loss}`);
  },
});
