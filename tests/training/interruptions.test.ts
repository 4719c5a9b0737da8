import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startBackend } from "../../lib/backend/start.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { SETTINGS } from "../../lib/models/settings.ts";
import { keyOf } from "../../lib/random/key.ts";
import { openListops } from "../../lib/tasks/listops/open.ts";
import { type OptionsOf, taskOptionsSchema } from "../../lib/tasks/options.ts";
import { trainingIndices } from "../../lib/tasks/order.ts";
import type { Split, Task } from "../../lib/tasks/task.ts";
import type { Evaluation } from "../../lib/training/early_stopping.ts";
import { type Metrics, type Run, train } from "../../lib/training/train.ts";
import { temporaryDirectory, withDirectory } from "../temporary_directory.ts";
import { run } from "./small_run.ts";
import { contentOf, identityOf } from "../../lib/training/identity.ts";

await startBackend();

/** A run that does `act` when it asks for the batch of a split that comes after `before` others. */
function acting(run: Run, split: Split, before: number, act: () => void): Run {
  let asked = split === "train" ? -1 : 0; // a checkpoint is told by the first training batch, which comes twice
  const batch: Task["batch"] = (which, ...rest) => {
    if (which === split && asked++ === before) act();
    return run.task.batch(which, ...rest);
  };
  return { ...run, task: { ...run.task, batch } };
}

/** What a run tells and ends with, the seconds aside, if it is stopped at a batch and resumed, or not stopped. */
async function outcome(run: Run, stop?: { split: Split; before: number }) {
  const checkpoint = join(await temporaryDirectory(), "checkpoint");
  const stopping = new AbortController(), metrics: Metrics[] = [];
  const stopped = stop && acting(run, stop.split, stop.before, () => stopping.abort());
  const finish = async (run: Run, signal?: AbortSignal) => {
    const { seconds: _, ...result } = await train(run, {
      checkpoint,
      signal,
      onMetrics: (one) => metrics.push(one),
    });
    return { result, metrics };
  };
  if (stopped === undefined) return await finish(run);
  const ended = await finish(stopped, stopping.signal).catch((error) => {
    assert.equal(error, stopping.signal.reason);
    return finish(run);
  });
  assert(stopping.signal.aborted, "it came as far as where it was to be stopped");
  return ended;
}

Deno.test("a run that is stopped at the last step before a report tells the same as one that is not", async () => {
  const whole = await outcome(run);
  assert.deepEqual(await outcome(run, { split: "train", before: 9 }), whole); // reported next
  assert.deepEqual(await outcome(run, { split: "train", before: 24 }), whole); // evaluated next
});

Deno.test("a run that is stopped after its best look at validation ends with that one's parameters", async () => {
  const batch: Task["batch"] = (split, ...rest) => {
    const one = run.task.batch(split, ...rest);
    return split === "validation" ? { ...one, labels: one.labels.map((label) => 1 - label) } : one;
  };
  const worsening = { ...run, task: { ...run.task, batch } };
  const whole = await outcome(worsening);
  assert(whole.result.bestStep! <= 50, "what it learns is wrong on validation");
  assert.deepEqual(await outcome(worsening, { split: "train", before: 55 }), whole);
});

/** The numbers of its sixth batch are too large to be multiplied, so that there are evaluations before it diverges. */
const diverging: Run = {
  ...run,
  task: {
    ...run.task,
    batch: (split, indices, ...rest) => {
      const batch = run.task.batch(split, indices, ...rest);
      const sixth = trainingIndices(run.task, run.seed, 5, run.options.batchSize)[0];
      return split === "train" && indices[0] === sixth
        ? { ...batch, inputs: batch.inputs.map(() => 3e38) }
        : batch;
    },
  },
  options: { ...run.options, maximumSteps: 20, evaluateEvery: 1, validationExamples: 8 },
};

Deno.test("a diverged run that is stopped in its last evaluations ends as one that is not", async () => {
  const whole = await outcome(diverging);
  assert.deepEqual([whole.result.status, whole.result.bestStep! <= 5], ["diverged", true]);
  assert.deepEqual(await outcome(diverging, { split: "test", before: 0 }), whole);
  const stopping = new AbortController(), { signal } = stopping;
  const stopped = train(acting(diverging, "test", 0, () => stopping.abort()), { signal });
  await assert.rejects(stopped, { name: "AbortError" }, "it does stop there");
});

Deno.test("a run that is stopped at the step at which it diverges ends as one that is not", async () => {
  const sparse = { ...diverging, options: { ...diverging.options, evaluateEvery: 20 } };
  const whole = await outcome(sparse);
  // In the midst of the steps after which it is noticed, before and after the loss, and at the last of them.
  for (const before of [4, 6, 9]) assert.deepEqual(await outcome(sparse, { split: "train", before }), whole);
});

Deno.test("an error keeps no checkpoint of steps that are not counted, though the run is to stop", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint"), stopping = new AbortController();
    const failing = acting(run, "train", 4, () => {
      stopping.abort();
      throw new Error("the data are gone");
    });
    await assert.rejects(train(failing, { checkpoint, signal: stopping.signal }), /the data are gone/);
    assert(!existsSync(checkpoint));
  }));

Deno.test("a run that fails leaves no tensors behind", async () => {
  const tensorsAfter = async () => {
    const failing = acting(run, "train", 2, () => {
      throw new Error("the data are gone");
    });
    await assert.rejects(train(failing), /the data are gone/);
    return tf.memory().numTensors;
  };
  const before = await tensorsAfter(); // with those that compiled functions keep
  assert.equal(await tensorsAfter(), before);
});

Deno.test("a run that fails goes on from its last checkpoint, and ends as one that does not fail", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint"), steps: number[] = [];
    const failing = acting(run, "train", 33, () => {
      throw new Error("the data are gone");
    });
    const kept = { checkpoint, secondsPerCheckpoint: 0 };
    const onResume = () => assert.fail("there is nothing to go on from");
    await assert.rejects(train(failing, { ...kept, onResume }), /the data are gone/);
    const before: Evaluation[] = [];
    const { seconds: _, ...result } = await train(run, {
      ...kept,
      onMetrics: ({ step }) => steps.push(step),
      onResume: (evaluations) => before.push(...evaluations),
    });
    assert.equal(steps[0], 40, "the reports at 10, 20 and 30 are behind it");
    assert.deepEqual(before.map(({ step }) => step), [25], "so is this look, which is told again");
    assert.deepEqual(result, (await outcome(run)).result);
  }));

Deno.test("a checkpoint of another run is refused, even one of the same shape that has ended", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint");
    await train(diverging, { checkpoint });
    const { options, setting } = diverging;
    const others: Partial<Run>[] = [
      { learningRate: 1 },
      { seed: 2 },
      { options: { ...options, clipNorm: 2 } },
      { setting: { ...setting, name: "mine" } },
    ];
    for (const other of others) {
      await assert.rejects(train({ ...diverging, ...other }, { checkpoint }), {
        name: "UserError",
        message: /the progress of this run but found another: delete the file/,
      });
    }
  }));

Deno.test("a checkpoint of a run on other data or other pretrained weights is refused", () =>
  withDirectory(async (directory) => {
    const listops = (depth: number) =>
      openListops(
        taskOptionsSchema.parse({
          ...{ name: "listops", minimumLength: 2, maximumLength: 12, depth, arguments: 3, seed: depth },
          examples: { train: 20, validation: 4, test: 4 },
        }) as OptionsOf<"listops">,
        directory,
      );
    const weights = (seed: number) => initialGpt2({ ...run.body, vocabulary: 3 }, keyOf(seed));
    const pretrained = { setting: SETTINGS["frozen-pretrained"], pretrained: weights(0) };
    const options = { ...run.options, maximumSteps: 1, evaluateEvery: 1 };
    const pairs: [Run, Run][] = [
      [{ ...run, task: await listops(3) }, { ...run, task: await listops(2) }],
      [{ ...run, ...pretrained }, { ...run, ...pretrained, pretrained: weights(1) }],
    ];
    for (const [i, [ours, other]] of pairs.entries()) {
      const checkpoint = join(directory, `checkpoint ${i}`);
      await train({ ...ours, options }, { checkpoint });
      await train({ ...ours, options }, { checkpoint });
      await assert.rejects(train({ ...other, options }, { checkpoint }), {
        name: "UserError",
        message: /the progress of this run but found another: delete the file/,
      });
    }
  }));

Deno.test("the seconds of a run that was stopped are counted on", () =>
  withDirectory(async (directory) => {
    const checkpoint = join(directory, "checkpoint"), stopping = new AbortController();
    const stopped = acting(run, "train", 9, () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000); // longer than the rest of the run takes
      stopping.abort();
    });
    await assert.rejects(train(stopped, { checkpoint, signal: stopping.signal }), { name: "AbortError" });
    const { seconds } = await train(run, { checkpoint });
    assert(seconds >= 3, `${seconds} s`);
  }));

Deno.test("bodies that differ in constants alone, other sizes of splits, inputs or labels make other runs", () => {
  const other = (body: Partial<typeof run.body>) => identityOf({ ...run, body: { ...run.body, ...body } });
  for (const one of [other({ heads: 2 }), other({ layerNormEpsilon: 1e-3 })]) {
    assert.notEqual(one, identityOf(run));
  }
  const sizes = { ...run.task.sizes, validation: 65 };
  assert.notEqual(identityOf({ ...run, task: { ...run.task, sizes } }), identityOf(run));
  for (const part of ["train", "validation"]) {
    for (const field of ["inputs", "labels"] as const) {
      const batch: Task["batch"] = (split, ...rest) => {
        const one = run.task.batch(split, ...rest);
        return split === part ? { ...one, [field]: one[field].map((bit) => 1 - bit) } : one;
      };
      assert.notEqual(
        contentOf({ ...run, task: { ...run.task, batch } }),
        contentOf(run),
        `${part} ${field}`,
      );
    }
  }
  const pretrained = initialGpt2({ ...run.body, vocabulary: 3 }, keyOf(0));
  assert.equal(contentOf({ ...run, pretrained }), contentOf(run), "it needs no weights");
});
