import assert from "node:assert/strict";
import type { BackendName } from "../../lib/backend/choice.ts";
import { startBackend } from "../../lib/backend/start.ts";
import { type Metrics, train } from "../../lib/training/train.ts";
import { isMissing, TESTED_BACKENDS } from "../models/backends.ts";
import { run } from "./small_run.ts";

/** The losses of a few steps with dropout, and the accuracies at the end. */
async function trainOn(backend: BackendName) {
  await startBackend(backend);
  const losses: number[] = [];
  const result = await train({
    ...run,
    body: { ...run.body, layers: 1, width: 16, heads: 2 },
    learningRate: 1e-3,
    seed: 0,
    options: {
      ...run.options,
      maximumSteps: 30,
      evaluateEvery: 10,
      validationExamples: 10,
      testExamples: 10,
    },
  }, { onMetrics: (metrics: Metrics) => "loss" in metrics && losses.push(metrics.loss) });
  return { losses, ...result };
}

const expected = await trainOn("cpu");

for (const backend of TESTED_BACKENDS.filter((name) => name !== "cpu")) {
  Deno.test({
    name: `training on ${backend} drops the same values and learns the same as on plain JavaScript`,
    ignore: isMissing(backend),
    async fn() {
      const found = await trainOn(backend);
      // Thirty steps of Adam in single precision; another dropout mask moves the loss by some 1e-2.
      found.losses.forEach((loss, i) => assert(Math.abs(loss / expected.losses[i] - 1) < 1e-4, `${loss}`));
      assert.equal(found.validationAccuracy, expected.validationAccuracy);
      assert.equal(found.bestStep, expected.bestStep);
    },
  });
}
