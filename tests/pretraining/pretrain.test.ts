import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startBackend } from "../../lib/backend/start.ts";
import { upload } from "../../lib/models/parameters.ts";
import { bitsPerByte } from "../../lib/pretraining/evaluate.ts";
import { modelOf } from "../../lib/pretraining/learner.ts";
import { pretrain, type PretrainingMetrics } from "../../lib/pretraining/pretrain.ts";
import { withDirectory } from "../tasks/with_directory.ts";
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
      return { validations: [...seen.values()].filter((found) => !("bitsPerByte" in found)), result };
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    }
  }
  throw new Error("Expected the last piece to end");
}

Deno.test("stopped and resumed, pretraining ends at the same weights bit for bit", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const whole = await inPieces(join(directory, "whole"), []);
    const pieces = await inPieces(join(directory, "pieces"), [1, 3, 2, 1]);
    assert.deepEqual(pieces, whole);
    assert.equal(whole.result.bytes, 25 * 2 * 32);
    assert.deepEqual(whole.result.evaluations.map(({ step }) => step), [0, 7, 14, 21]);
    // A model that knows nothing needs 8 bits.
    assert(Math.abs(whole.result.evaluations[0].validationBitsPerByte - 8) < 0.1);
    assert(whole.result.validationBitsPerByte < 5, `${whole.result.validationBitsPerByte}`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
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
    // Every window asks for the text's length; until the evaluation at step 7 steps have four windows.
    let windows = 0;
    const train = new Proxy(text.train, {
      get(bytes, name) {
        if (name === "length" && ++windows === 4 * 7) stopping.abort();
        return Reflect.get(bytes, name);
      },
    });
    const whole: PretrainingMetrics[] = [], pieces: PretrainingMetrics[] = [];
    await pretrain(text, short, { onMetrics: (metrics) => whole.push(metrics) });
    const resumed = {
      checkpoint: join(directory, "checkpoint"),
      onMetrics: (metrics: PretrainingMetrics) => pieces.push(metrics),
    };
    const stopped = pretrain({ ...text, train }, short, { ...resumed, signal: stopping.signal });
    await assert.rejects(stopped, { name: "AbortError" });
    await pretrain(text, short, resumed);
    assert.deepEqual(pieces, whole);
  }));

Deno.test("the last figure is that of the weights in float32, whatever they were trained in", async () => {
  const inBfloat16 = { ...options, steps: 3, matmulPrecision: "bfloat16" as const };
  const { parameters, validationBitsPerByte } = await pretrain(text, inBfloat16);
  const uploaded = upload(parameters), model = modelOf(inBfloat16), { length } = inBfloat16;
  assert.equal(await bitsPerByte(uploaded, model, text.validation, { length }), validationBitsPerByte);
});

Deno.test("a loss that is not finite is an error that says what to do", async () => {
  const run = pretrain(text, { ...options, learningRate: 1e38, clipNorm: null, shortSteps: 0 });
  await assert.rejects(run, { name: "UserError", message: /finite loss.*lower the learning rate/ });
});
