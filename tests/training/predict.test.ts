import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { join } from "node:path";
import { startBackend } from "../../lib/backend/start.ts";
import { openTask } from "../../lib/tasks/open.ts";
import { predict } from "../../lib/training/predict.ts";
import { train } from "../../lib/training/train.ts";
import { temporaryDirectory } from "../temporary_directory.ts";
import { run as small } from "./small_run.ts";

await startBackend();

// Two answers an example, which come in batches of which the last is not full.
const run = {
  ...small,
  task: await openTask({ name: "bit-memory", bits: 2, patterns: 61, patch: 2 }),
  options: { ...small.options, validationExamples: 70, testExamples: 75 },
};

const checkpoint = join(await temporaryDirectory(), "run.safetensors"),
  result = await train(run, { checkpoint });

Deno.test("what is predicted has the accuracies of the run, on each split", async () => {
  const before = await predict(run, checkpoint), tensors = tf.memory().numTensors;
  for (const split of ["validation", "test", "train"] as const) {
    const { scores, predicted, labels } = await predict(run, checkpoint, { split });
    assert.equal(scores.length, labels.length * run.task.classes);
    const right = predicted.filter((one, i) => one === labels[i]).length;
    assert.equal(right / labels.length, result[`${split}Accuracy`]);
  }
  assert.deepEqual(await predict(run, checkpoint), before, "on the test split if none is named");
  assert.equal(tf.memory().numTensors, tensors);
});

Deno.test("labels and scores are those of the examples, in their order", async () => {
  const { scores, predicted, labels } = await predict(run, checkpoint);
  const all = run.task.batch("test", Array.from({ length: 75 }, (_, i) => i));
  assert.deepEqual(labels, all.labels);
  predicted.forEach((one, i) => assert.equal(one, scores[2 * i + 1] > scores[2 * i] ? 1 : 0));
  assert.equal(new Set(predicted).size, 2);
});

Deno.test("a checkpoint that is not there, or of another run, is refused", async () => {
  const elsewhere = `${checkpoint}.none`;
  await assert.rejects(predict(run, elsewhere), {
    name: "UserError",
    message: `Expected a run at ${elsewhere} but found none: give \`train\` that checkpoint first`,
  });
  await assert.rejects(
    predict({ ...run, seed: 9 }, checkpoint),
    /the progress of this run but found another/,
  );
  await assert.rejects(predict(run, checkpoint, { split: "tset" as never }), {
    name: "UserError",
    message: /^Expected a split, one of .*test.*, but found "tset"$/,
  });
  const signal = AbortSignal.abort();
  await assert.rejects(predict(run, checkpoint, { signal }), { name: "AbortError" });
});

Deno.test("a run that diverged before it was evaluated has nothing to say", async () => {
  const diverging = { ...run, learningRate: 1e30 },
    path = join(await temporaryDirectory(), "run.safetensors");
  assert.equal((await train(diverging, { checkpoint: path })).validationAccuracy, null);
  await assert.rejects(predict(diverging, path), {
    name: "UserError",
    message: `Expected a run that was evaluated at ${path} but found one that has not been`,
  });
});
