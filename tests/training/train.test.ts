import assert from "node:assert/strict";
import { join } from "node:path";
import { startBackend } from "../../lib/backend/start.ts";
import { type Metrics, type Run, train } from "../../lib/training/train.ts";
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
  const directory = await Deno.makeTempDir();
  const whole = await trainInPieces(run, join(directory, "whole"), []);
  const pieces = await trainInPieces(run, join(directory, "pieces"), [1, 2, 1, 1]);
  assert.deepEqual(pieces, whole);
  assert.equal(whole.result.status, "finished");
  assert.equal(whole.result.steps, 60);
  const tensorsOf = async (name: string) => {
    const bytes = await Deno.readFile(join(directory, name));
    return bytes.subarray(8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)));
  };
  assert.deepEqual(await tensorsOf("pieces"), await tensorsOf("whole"));
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

Deno.test("a loss that is not finite ends the run as diverged, with what was best before", async () => {
  const { status, steps, validationAccuracy } = await train({ ...run, learningRate: 1e38 });
  assert.equal(status, "diverged");
  assert(steps <= 10);
  assert.equal(validationAccuracy, null);
});

Deno.test("training stops early when validation no longer improves", async () => {
  const options = { ...run.options, maximumSteps: 1000, evaluateEvery: 5, patience: 2 };
  const { status, steps, bestStep } = await train({ ...run, learningRate: 1e-12, options });
  assert.equal(status, "finished");
  assert.deepEqual([bestStep, steps], [5, 15]);
});
