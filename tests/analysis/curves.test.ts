import assert from "node:assert/strict";
import { curves } from "../../lib/analysis/curves.ts";
import { pendingRun, syntheticRun, syntheticSweep } from "./synthetic.ts";

Deno.test("a point for each task, setting and learning rate, learning rates ascending", () => {
  const points = curves(syntheticSweep().reverse());
  assert.equal(points.length, 2 * 2 * 4);
  assert.deepEqual(
    points.slice(0, 4).map(({ task, setting, learningRate }) => [task, setting, learningRate]),
    [1e-4, 1e-3, 3e-3, 1e-2].map((learningRate) => ["listops", "unfrozen-random", learningRate]),
  );
});

Deno.test("a point is the mean over seeds with its standard error", () => {
  const [point] = curves([0.5, 0.6, 0.7].map((testAccuracy, seed) => syntheticRun({ seed, testAccuracy })));
  assert(Math.abs(point.test!.mean - 0.6) < 1e-12);
  assert(Math.abs(point.test!.error! - 0.1 / Math.sqrt(3)) < 1e-12);
  assert.equal(point.test!.n, 3);
  assert.deepEqual(point.validation, { mean: 0.5, error: 0, n: 3 });
});

Deno.test("runs without a result are missing, not wrong answers", () => {
  const [point] = curves([
    syntheticRun({ seed: 0, validationAccuracy: 0.8 }),
    pendingRun({ seed: 1 }),
    pendingRun({ seed: 2, status: "failed" }),
    pendingRun({ seed: 3, status: "running" }),
  ]);
  assert.deepEqual(point.validation, { mean: 0.8, error: null, n: 1 });
  assert.equal(point.missing, 3);
});

Deno.test("a point without any result is null", () => {
  const [point] = curves([pendingRun()]);
  assert.equal(point.validation, null);
  assert.equal(point.test, null);
});

Deno.test("a diverged seed counts with its best accuracy, or with 0 if it was never evaluated", () => {
  const diverged = { status: "diverged" } as const;
  const [point] = curves([
    syntheticRun({ seed: 0, validationAccuracy: 0.8 }),
    syntheticRun({ seed: 1, validationAccuracy: 0.4, ...diverged }),
    syntheticRun({ seed: 2, validationAccuracy: null, ...diverged }),
  ]);
  assert(Math.abs(point.validation!.mean - 0.4) < 1e-12);
  assert.equal(point.validation!.n, 3);
  assert(Math.abs(point.test!.mean - 0.4) < 1e-12);
  assert.equal(point.diverged, 2);
  assert.equal(point.missing, 0);
});
