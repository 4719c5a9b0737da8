import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startBackend } from "../../lib/backend/start.ts";
import { sha256OfData } from "../../lib/files/integrity.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { download, type HostParameters, upload } from "../../lib/models/parameters.ts";
import { bitsPerByte } from "../../lib/pretraining/evaluate.ts";
import { createLearner, disposeLearner, modelOf } from "../../lib/pretraining/learner.ts";
import { parsePretrainingOptions } from "../../lib/pretraining/options.ts";
import { repeatPositions } from "../../lib/pretraining/positions.ts";
import { pretrain, type PretrainingMetrics } from "../../lib/pretraining/pretrain.ts";
import { learningRateAt } from "../../lib/pretraining/schedule.ts";
import { pretrainingStep } from "../../lib/pretraining/step.ts";
import { trainingWindows } from "../../lib/pretraining/windows.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { ADAM, stepSize } from "../../lib/training/adam.ts";
import { temporaryDirectory, withDirectory } from "../temporary_directory.ts";
import { options, pretrainUntil, text } from "./tiny.ts";

await startBackend();

/** Pretrains to the end, stopped after each of `stops` metrics and resumed; gives all metrics and the result. */
async function inPieces(checkpoint: string, stops: number[]) {
  const seen = new Map<string, PretrainingMetrics>();
  for (const stop of [...stops, Infinity]) {
    const stopping = new AbortController();
    let count = 0;
    const onMetrics = (metrics: PretrainingMetrics) => {
      const kind = "bitsPerByte" in metrics ? "training" : "validation";
      if (kind === "validation" || metrics.step % 10 === 0) seen.set(`${metrics.step} ${kind}`, metrics);
      if (++count >= stop) stopping.abort();
    };
    try {
      const { seconds: _, ...result } = await pretrain(text, options, {
        checkpoint,
        signal: stopping.signal,
        onMetrics,
      });
      const validations = [...seen.values()].filter((found) => !("bitsPerByte" in found));
      return { validations, result: { ...result, parameters: hashesOf(result.parameters) } };
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    }
  }
  throw new Error("Expected the last piece to end");
}

/** Of parameters that differ, `deepEqual` itself would take gigabytes to tell. */
const hashesOf = (parameters: HostParameters) =>
  Object.entries(parameters).map(([name, { values }]) => [name, sha256OfData(new Uint8Array(values.buffer))]);

Deno.test("stopped and resumed, pretraining ends at the same weights bit for bit", async () => {
  const directory = await temporaryDirectory();
  const whole = await inPieces(join(directory, "whole"), []);
  const pieces = await inPieces(join(directory, "pieces"), [1, 3, 2, 1]);
  assert.deepEqual(pieces, whole);
  assert.equal(whole.result.bytes, 25 * 2 * 32);
  assert.deepEqual(whole.result.evaluations.map(({ step }) => step), [0, 7, 14, 21]);
  // A model that knows nothing needs 8 bits.
  assert(Math.abs(whole.result.evaluations[0].validationBitsPerByte - 8) < 0.1);
  assert(whole.result.validationBitsPerByte < 5, `${whole.result.validationBitsPerByte}`);
});

Deno.test("each step follows the options: the seed's first weights, windows, schedule, AdamW and clipping", async () => {
  const own = {
    ...options,
    ...{ steps: 3, shortSteps: 2, warmUpSteps: 2, seed: 5 },
    ...{ clipNorm: 0.1, beta2: 0.9, weightDecay: 0.5 },
  };
  const model = modelOf(own), adam = { ...ADAM, beta2: 0.9, weightDecay: 0.5 };
  const learner = createLearner(model, initialGpt2(model, fold(keyOf(5), "initialization")));
  const shapes: [number, number][] = [[4, 16], [4, 16], [2, 32]];
  for (const [step, shape] of shapes.entries()) {
    if (step === 2) repeatPositions(learner.trained["wpe.weight"], 16);
    const size = stepSize(learningRateAt(step + 1, own), step + 1, adam);
    const windows = trainingWindows(text.train, 5, step, shape);
    await pretrainingStep(learner, windows, size, { clipNorm: 0.1, adam, matmulPrecision: "float32" });
  }
  const expected = await download(learner.trained);
  disposeLearner(learner);
  const told: PretrainingMetrics[] = [];
  const { parameters } = await pretrain(text, own, { onMetrics: (metrics) => told.push(metrics) });
  assert.deepEqual(hashesOf(parameters), hashesOf(expected));
  const training = told.find((metrics) => "bitsPerByte" in metrics)!;
  assert(
    Math.abs(training.bitsPerByte - 8) < 1,
    `in bits, of which it needs 8 at first: ${training.bitsPerByte}`,
  );
});

Deno.test("looks on the way are at as much of the validation text as was asked for", async () => {
  // The text has 135 bytes, of which each byte but the first is predicted; windows have 16 bytes in short steps.
  const first = async (evaluationBytes: number) => {
    const { evaluations } = await pretrain(text, { ...options, steps: 13, evaluationBytes });
    return evaluations[0].validationBitsPerByte;
  };
  const model = modelOf(options), initial = initialGpt2(model, fold(keyOf(options.seed), "initialization"));
  const lookAt = (limit: number) =>
    bitsPerByte(upload(initial), model, text.validation, { length: 16, limit });
  assert.equal(await first(32), await lookAt(2));
  assert.equal(await first(33), await lookAt(3));
  assert.notEqual(await lookAt(2), await lookAt(3));
  const { evaluations } = await pretrain(text, { ...options, steps: 1, shortSteps: 0 });
  assert.equal(
    evaluations[0].validationBitsPerByte,
    await bitsPerByte(upload(initial), model, text.validation, { length: 32 }),
    "without short windows no positions are repeated",
  );
});

Deno.test("the seconds of a pretraining that was stopped are counted on", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint"), stopping = new AbortController();
    const onMetrics = () => {
      if (stopping.signal.aborted) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000); // longer than the rest takes
      stopping.abort();
    };
    await assert.rejects(pretrain(text, options, { checkpoint, signal: stopping.signal, onMetrics }), {
      name: "AbortError",
    });
    const { seconds } = await pretrain(text, options, { checkpoint });
    assert(seconds >= 3, `${seconds} s`);
  }));

Deno.test("a checkpoint of other options or another text is refused", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint"), short = { ...options, steps: 13 };
    await pretrain(text, short, { checkpoint });
    const refused = (other: typeof text, options: typeof short) =>
      assert.rejects(pretrain(other, options, { checkpoint }), {
        name: "UserError",
        message: /the progress of this run but found another: delete the file/,
      });
    await refused(text, { ...short, seed: 5 });
    await refused({ ...text, train: text.train.toReversed() }, short);
    await refused({ ...text, validation: text.validation.toReversed() }, short);
    await pretrain(text, short, { checkpoint });
  }));

Deno.test("what is not given is as the README says, and nanoGPT's recipe", () => {
  assert.deepEqual(parsePretrainingOptions({ steps: 5000 }), {
    model: "pocket",
    length: 1024,
    batchSize: 8,
    shortSteps: 0,
    shortLength: 256,
    steps: 5000,
    learningRate: 1e-3,
    warmUpSteps: 200,
    weightDecay: 0.1,
    beta2: 0.95,
    clipNorm: 1,
    evaluateEvery: 500,
    evaluationBytes: 131_072,
    seed: 0,
    matmulPrecision: "float32",
  });
  assert.equal(parsePretrainingOptions({ steps: 500 }).warmUpSteps, 50);
});

Deno.test("killed and resumed, pretraining ends at the same weights bit for bit", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint.safetensors");
    assert.deepEqual(await pretrainUntil(3, checkpoint), [1, 2, 3]);
    const resumed = await pretrainUntil(9, checkpoint);
    assert(resumed[0] > 1, `it went on at step ${resumed[0]}`);
    const { seconds: _, ...result } = await pretrain(text, options, { checkpoint });
    assert.deepEqual(readdirSync(directory), ["checkpoint.safetensors"]);
    const { seconds: __, ...whole } = await pretrain(text, options);
    assert.deepEqual(result, whole);
  }));

Deno.test("stopped at the last step before an evaluation, pretraining tells the same as not stopped", () =>
  withDirectory(async (directory) => {
    const short = { ...options, steps: 14 }, stopping = new AbortController();
    // Until the evaluation at step 7 steps have four windows.
    const watched = acting(4 * 7, () => stopping.abort());
    const whole: PretrainingMetrics[] = [], pieces: PretrainingMetrics[] = [];
    const secondsPerCheckpoint = Infinity; // on a slow machine one that was due would divide a report
    await pretrain(text, short, { secondsPerCheckpoint, onMetrics: (metrics) => whole.push(metrics) });
    const resumed = {
      ...{ checkpoint: join(directory, "checkpoint"), secondsPerCheckpoint },
      onMetrics: (metrics: PretrainingMetrics) => pieces.push(metrics),
    };
    const stopped = pretrain(watched, short, { ...resumed, signal: stopping.signal });
    await assert.rejects(stopped, { name: "AbortError" });
    await pretrain(text, short, resumed);
    assert.deepEqual(pieces, whole);
  }));

/** A text at which something is done when it is asked for its length, as each training window does, so many times. */
function acting(times: number, act: () => void): typeof text {
  let asked = 0;
  class Watched extends Uint8Array<ArrayBuffer> {
    static readonly [Symbol.species] = Uint8Array;
    override get length() {
      if (++asked === times) act();
      return super.length;
    }
  }
  return { ...text, train: new Watched(text.train.buffer) };
}

Deno.test("an error keeps no checkpoint of steps that are not counted, though pretraining is to stop, nor any tensor", () =>
  withDirectory(async (directory) => {
    const tensorsAfter = async (name: string) => {
      const stopping = new AbortController(), { signal } = stopping;
      const failing = acting(4 * 3, () => {
        stopping.abort();
        throw new Error("the text is gone");
      });
      const kept = { checkpoint: join(directory, name), secondsPerCheckpoint: Infinity, signal };
      await assert.rejects(pretrain(failing, options, kept), /the text is gone/);
      return tf.memory().numTensors;
    };
    const before = await tensorsAfter("first"); // with those that compiled functions keep
    assert.equal(await tensorsAfter("second"), before);
    assert.deepEqual(readdirSync(directory), []);
  }));

Deno.test("pretraining that is stopped while it looks at the whole text stops, and only looks when it goes on", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint"), stopping = new AbortController(), { signal } = stopping;
    const short = { ...options, steps: 3 }, told: PretrainingMetrics[] = [];
    const onMetrics = ({ step }: PretrainingMetrics) => step === 3 && stopping.abort();
    await assert.rejects(pretrain(text, short, { checkpoint, signal, onMetrics }), { name: "AbortError" });
    await pretrain(text, short, { checkpoint, onMetrics: (metrics) => told.push(metrics) });
    assert.deepEqual(told, []);
  }));

Deno.test("the last figure is that of the weights in float32, whatever they were trained in", async () => {
  const inBfloat16 = { ...options, steps: 3, matmulPrecision: "bfloat16" as const };
  const { parameters, validationBitsPerByte } = await pretrain(text, inBfloat16);
  const uploaded = upload(parameters), model = modelOf(inBfloat16), { length } = inBfloat16;
  assert.equal(await bitsPerByte(uploaded, model, text.validation, { length }), validationBitsPerByte);
});

Deno.test("a loss that is not finite is an error that says what to do, and is not gone on from", () =>
  withDirectory(async (directory) => {
    const infinite = { ...options, learningRate: 1e38, clipNorm: null, shortSteps: 0 };
    const kept = { checkpoint: join(directory, "checkpoint"), secondsPerCheckpoint: Infinity };
    const run = pretrain(text, infinite, kept);
    await assert.rejects(run, {
      name: "UserError",
      message: /finite loss but found NaN at step 2: lower the learning rate/,
    });
    assert.deepEqual(readdirSync(directory), []);
  }));
