import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { startBackend } from "../../lib/backend/start.ts";
import { keyOf } from "../../lib/random/key.ts";
import type { Task } from "../../lib/tasks/task.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import { createLearner } from "../../lib/training/learner.ts";
import { run } from "./small_run.ts";

const { name: backend } = await startBackend();

Deno.test("an evaluation in batches, the last of them not full, is that of all examples at once", async () => {
  const learner = createLearner(run, keyOf(0)), asked = new Set<number>();
  const batch: Task["batch"] = (split, indices, ...rest) => {
    for (const index of Array.from(indices)) asked.add(index);
    return run.task.batch(split, indices, ...rest);
  };
  const look = (examples: number, length: number) =>
    evaluate({ ...run.task, length, batch }, learner, {
      split: "validation",
      examples,
      matmulPrecision: "float32",
    });
  // Two examples at once, in more batches than are underway at once, and all.
  const inBatches = await look(19, 2048), atOnce = await look(19, run.task.length);
  assert.equal(inBatches.accuracy, atOnce.accuracy);
  // Of numbers near 0.7, summed in another order in single precision.
  assert(Math.abs(inBatches.loss - atOnce.loss) < 1e-6);
  assert.deepEqual([...asked], [...Array(19).keys()], "there may be no twentieth example");
  assert(Math.abs((await look(18, run.task.length)).loss - atOnce.loss) > 1e-5, "the last example counts");
});

Deno.test("an evaluation leaves no tensors behind, even one that fails, and stops at its signal", async () => {
  const learner = createLearner(run, keyOf(0));
  const options = { split: "validation", examples: 8, matmulPrecision: "float32" } as const;
  const tensorsAfter = async () => {
    await evaluate(run.task, learner, options);
    await assert.rejects(evaluate(run.task, { ...learner, parameters: {} }, options));
    return tf.memory().numTensors;
  };
  const before = await tensorsAfter(); // with those that compiled functions keep
  assert.equal(await tensorsAfter(), before);
  const signal = AbortSignal.abort();
  await assert.rejects(evaluate(run.task, learner, { ...options, signal }), { name: "AbortError" });
});

Deno.test({
  name: "matrix products are rounded in evaluations as in training",
  ignore: backend !== "native",
  async fn() {
    const learner = createLearner(run, keyOf(0));
    const lossIn = async (matmulPrecision: "float32" | "bfloat16") =>
      (await evaluate(run.task, learner, { split: "validation", examples: 8, matmulPrecision })).loss;
    const difference = Math.abs(await lossIn("bfloat16") - await lossIn("float32"));
    // bfloat16 keeps 8 bits, the loss is near 0.7.
    assert(difference > 1e-6 && difference < 2e-2, `${difference}`);
  },
});
