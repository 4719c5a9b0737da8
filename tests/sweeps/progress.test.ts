import assert from "node:assert/strict";
import { flopsOfRuns } from "../../lib/sweeps/cost.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import type { Report } from "../../lib/sweeps/messages.ts";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import { planRuns } from "../../lib/sweeps/plan.ts";
import { ProgressTracker } from "../../lib/sweeps/progress.ts";
import { ORIGIN } from "./planned.ts";

const runs = planRuns(
  experimentSchema.parse({
    name: "progress",
    model: "pocket",
    tasks: [{ task: { name: "bit-xor" }, training: { maximumSteps: 100, evaluateEvery: 50 } }],
    settings: ["frozen-random", "unfrozen-random"],
    learningRates: [1e-3, 1e-2],
    seeds: [0],
  }),
  null,
);
const stepOf = (i: number, step: number): Report => ({
  report: "metrics",
  runId: runs[i].runId,
  metrics: { step, loss: 1 },
});
const endOf = (i: number, seconds: number): Report => {
  const accuracies = { validationAccuracy: 1, testAccuracy: 1, trainAccuracy: 1 };
  const result = { status: "finished" as const, ...accuracies, bestStep: 50, steps: 100, seconds };
  return {
    report: "ended",
    run: finished(runs[i], result, ORIGIN),
  };
};
/** Sums and quotients of a few doubles are off by their last bits. */
const assertClose = (actual: number | null, expected: number) =>
  assert(actual !== null && Math.abs(actual - expected) < 1e-9, `Expected ${expected} but found ${actual}`);

Deno.test("the time left is unknown at first, then estimated from running and ended runs of the same kind", () => {
  const tracker = new ProgressTracker(runs, { runs: runs.length, workers: 1 });
  assert.equal(tracker.update({ report: "ready" }, 0).secondsLeft, null);
  tracker.update(stepOf(0, 10), 0);
  // Half of a frozen run took 10 seconds: left are 1.4 such runs, and two unfrozen ones, which cost more.
  const [frozen, unfrozen] = [0, 2].map((i) => flopsOfRuns([runs[i].config]));
  const expected = 1.4 * 20 + 2 * 20 * (unfrozen / frozen);
  assert(expected > 68);
  assertClose(tracker.update(stepOf(0, 60), 10).secondsLeft, expected);
  tracker.update(endOf(0, 30), 30);
  const { secondsLeft, ended } = tracker.update(endOf(2, 60), 90);
  // One frozen run of 30 seconds and one unfrozen of 60.
  assertClose(secondsLeft, 90);
  assert.equal(ended, 2);
});

Deno.test("the last run has one worker to itself, however many there are", () => {
  const tracker = new ProgressTracker(runs.slice(0, 1), { runs: runs.length, workers: 2 });
  tracker.update(stepOf(0, 20), 0);
  assertClose(tracker.update(stepOf(0, 40), 5).secondsLeft, 15);
});

Deno.test("a run that failed tells nothing of the time that others take", () => {
  const tracker = new ProgressTracker(runs, { runs: runs.length, workers: 1 });
  const report: Report = { report: "ended", run: failed(runs[0], "its worker died", ORIGIN) };
  assert.equal(tracker.update(report, 5).secondsLeft, null);
});

Deno.test("two workers take half the time", () => {
  const runs = planRuns(
    experimentSchema.parse({
      ...{
        name: "progress",
        model: "pocket",
        settings: ["frozen-random"],
        learningRates: [1e-4, 1e-3, 1e-2, 1e-1],
        seeds: [0],
      },
      tasks: [{ task: { name: "bit-xor" }, training: { maximumSteps: 100, evaluateEvery: 50 } }],
    }),
    null,
  );
  const tracker = new ProgressTracker(runs, { runs: 4, workers: 2 });
  const result = {
    status: "finished" as const,
    validationAccuracy: 1,
    testAccuracy: 1,
    trainAccuracy: 1,
    bestStep: 50,
    steps: 100,
    seconds: 30,
  };
  const { secondsLeft } = tracker.update({ report: "ended", run: finished(runs[0], result, ORIGIN) }, 30);
  assert(Math.abs(secondsLeft! - 45) < 1e-9);
});
