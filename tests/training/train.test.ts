import assert from "node:assert/strict";
import { join } from "node:path";
import { startBackend } from "../../lib/backend/start.ts";
import type { Split, Task } from "../../lib/tasks/task.ts";
import { type Metrics, type Result, type Run, train } from "../../lib/training/train.ts";
import { temporaryDirectory } from "../temporary_directory.ts";
import { run } from "./small_run.ts";

await startBackend();

/** Trains to the end, stopped after each of `stops` metrics and resumed; gives all metrics and the result. */
async function trainInPieces(run: Run, checkpoint: string, stops: number[]) {
  const seen = new Map<string, Metrics>();
  for (const stop of [...stops, Infinity]) {
    const stopping = new AbortController();
    let count = 0;
    const onMetrics = (metrics: Metrics) => {
      seen.set(`${metrics.step} ${"loss" in metrics}`, metrics);
      if (++count >= stop) stopping.abort();
    };
    try {
      const { seconds: _, ...result } = await train(run, { checkpoint, signal: stopping.signal, onMetrics });
      return { metrics: [...seen.values()], result };
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    }
  }
  throw new Error("Expected the last piece to end the run");
}

Deno.test("a run that was stopped and resumed equals an uninterrupted one bit for bit", async () => {
  const directory = await temporaryDirectory();
  const whole = await trainInPieces(run, join(directory, "whole"), []);
  const pieces = await trainInPieces(run, join(directory, "pieces"), [1, 2, 1, 1]);
  assert.deepEqual(pieces, whole);
  assert.equal(whole.result.status, "finished");
  assert.equal(whole.result.steps, 60);
  const looks = whole.metrics.filter((metrics) => !("loss" in metrics));
  assert.deepEqual(looks.map(({ step }) => step), [25, 50, 60], "also after the last step");
  const tensorsOf = async (name: string) => {
    const bytes = await Deno.readFile(join(directory, name));
    return bytes.subarray(8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)));
  };
  assert.deepEqual(await tensorsOf("pieces"), await tensorsOf("whole"));
});

/** The run's task with another's answers: wrong ones where `isWrong` says so. */
function withAnswers(isWrong: (split: Split) => boolean): Task {
  const batch: Task["batch"] = (split, ...rest) => {
    const given = run.task.batch(split, ...rest);
    return isWrong(split) ? { ...given, labels: given.labels.map((label) => 1 - label) } : given;
  };
  return { ...run.task, batch };
}

Deno.test("what is reported is the accuracy of the parameters that were best on validation", async () => {
  const options = { ...run.options, batchSize: 32, maximumSteps: 150, evaluateEvery: 50 };
  const short = await train({ ...run, options: { ...options, maximumSteps: 50 } });
  assert(short.validationAccuracy! > 0.5);
  let looks = 0;
  const task = withAnswers((split) => split === "validation" && ++looks > 1);
  const long = await train({ ...run, task, options });
  assert.deepEqual([looks, long.bestStep, long.steps], [3, 50, 150]);
  const accuracies = (
    { validationAccuracy, testAccuracy, trainAccuracy }: Result,
  ) => [validationAccuracy, testAccuracy, trainAccuracy];
  assert.deepEqual(accuracies(long), accuracies(short));
  const last = await train({ ...run, options: { ...options, evaluateEvery: 150 } });
  assert.notDeepEqual(accuracies(last).slice(1), accuracies(short).slice(1), "not of the last parameters");
});

Deno.test("each accuracy is of its own split", async () => {
  const { validationAccuracy, testAccuracy, trainAccuracy } = await train(run);
  const otherwise = await train({ ...run, task: withAnswers((split) => split === "test") });
  assert.equal(otherwise.validationAccuracy, validationAccuracy);
  assert.equal(otherwise.trainAccuracy, trainAccuracy);
  assert(Math.abs(otherwise.testAccuracy! - (1 - testAccuracy!)) < 1e-12);
  assert.notEqual(testAccuracy, 0.5);
});

Deno.test("each split is evaluated on its first examples, as many as were asked for", async () => {
  const asked: Record<Split, Set<number>> = { train: new Set(), validation: new Set(), test: new Set() };
  const batch: Task["batch"] = (split, indices, ...rest) => {
    // What seed 1 learns from begins at 2^32.
    for (const index of Array.from(indices)) if (index < 2 ** 32) asked[split].add(index);
    return run.task.batch(split, indices, ...rest);
  };
  const options = { ...run.options, maximumSteps: 1, validationExamples: 8, testExamples: 5 };
  const { steps } = await train({ ...run, task: { ...run.task, batch }, options });
  const first = (count: number) => new Set(Array(count).keys());
  assert.deepEqual(asked, { train: first(8), validation: first(8), test: first(5) });
  assert.equal(steps, 1, "and there are no more steps than were asked for");
});

Deno.test("a report tells the loss of the steps since the one before alone", async () => {
  const reports = async (wrong: number) => {
    let batches = 0;
    const losses: number[] = [], task = withAnswers((split) => split === "train" && batches++ < wrong);
    const options = { ...run.options, maximumSteps: 20, evaluateEvery: 20 };
    await train({ ...run, task, learningRate: 1e-12, options }, { // so that the first steps change nothing
      onMetrics: (metrics) => "loss" in metrics && losses.push(metrics.loss),
    });
    return losses;
  };
  const [right, wrong] = [await reports(0), await reports(10)];
  assert.equal(right.length, 2);
  assert(Math.abs(right[0] - wrong[0]) > 1e-3);
  assert(Math.abs(right[1] - wrong[1]) < 1e-6);
});

Deno.test("training learns Bit XOR's parts better than chance", async () => {
  const options = { ...run.options, maximumSteps: 300, evaluateEvery: 100, batchSize: 32 };
  const { validationAccuracy } = await train({ ...run, options });
  assert(validationAccuracy! > 0.6, `accuracy ${validationAccuracy}`);
});

Deno.test("seeds differ", async () => {
  const lossOf = async (seed: number) => {
    const losses: Metrics[] = [];
    const options = { ...run.options, maximumSteps: 10 };
    await train({ ...run, seed, options }, { onMetrics: (metrics) => losses.push(metrics) });
    return losses[0];
  };
  assert.notDeepEqual(await lossOf(1), await lossOf(2));
});

Deno.test("a loss that is not finite ends the run as diverged, and one that was never evaluated has no accuracy", async () => {
  const { status, steps, seconds: _, ...ofBest } = await train({ ...run, learningRate: 1e38 });
  assert.equal(status, "diverged");
  assert(steps <= 10);
  assert.deepEqual(ofBest, {
    validationAccuracy: null,
    testAccuracy: null,
    trainAccuracy: null,
    bestStep: null,
  });
});

Deno.test("a run whose loss on validation is not finite has diverged too, and that look is none", async () => {
  const options = { ...run.options, maximumSteps: 1, evaluateEvery: 1 }, metrics: Metrics[] = [];
  const { status, validationAccuracy, bestStep } = await train({ ...run, learningRate: 1e38, options }, {
    onMetrics: (one) => metrics.push(one),
  });
  assert.deepEqual([status, validationAccuracy, bestStep, metrics], ["diverged", null, null, []]);
});

Deno.test("training stops early when validation no longer improves, and no earlier if it was stopped after looks", async () => {
  const options = { ...run.options, maximumSteps: 1000, evaluateEvery: 5, patience: 2 };
  const directory = await temporaryDirectory();
  for (const stops of [[], [1, 1, 1]]) {
    const checkpoint = join(directory, `${stops.length} stops`);
    const { result } = await trainInPieces({ ...run, learningRate: 1e-12, options }, checkpoint, stops);
    assert.equal(result.status, "finished");
    assert.deepEqual([result.bestStep, result.steps], [5, 15]);
  }
});
