import assert from "node:assert/strict";
import { flopsOfRuns } from "../../lib/sweeps/cost.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import type { Report } from "../../lib/sweeps/messages.ts";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import { type PlannedRun, planRuns } from "../../lib/sweeps/plan.ts";
import { ProgressTracker } from "../../lib/sweeps/progress.ts";
import { ORIGIN, plannedRuns } from "./planned.ts";

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
const endOf = (run: PlannedRun, seconds: number): Report => {
  const accuracies = { validationAccuracy: 1, testAccuracy: 1, trainAccuracy: 1 };
  const result = { status: "finished" as const, ...accuracies, bestStep: 50, steps: 100, seconds };
  return {
    report: "ended",
    run: finished(run, result, ORIGIN),
  };
};
/** Sums and quotients of a few doubles are off by their last bits. */
const assertClose = (actual: number | null, expected: number) =>
  assert(actual !== null && Math.abs(actual - expected) < 1e-9, `Expected ${expected} but found ${actual}`);

Deno.test("the time left is unknown at first, then estimated from running and ended runs of the same kind", () => {
  const tracker = new ProgressTracker(runs, { runs: runs.length, workers: 1 });
  assert.equal(tracker.update({ report: "ready" }, 0).secondsLeft, null);
  assert.equal(tracker.update(stepOf(0, 10), 0).secondsLeft, null);
  // Half of a frozen run took 10 seconds: left are 1.4 such runs, and two unfrozen ones, which cost more.
  const [frozen, unfrozen] = [0, 2].map((i) => flopsOfRuns([runs[i].config]));
  const expected = 1.4 * 20 + 2 * 20 * (unfrozen / frozen);
  assert(expected > 68);
  assertClose(tracker.update(stepOf(0, 60), 10).secondsLeft, expected);
  assert.deepEqual(tracker.update(endOf(runs[0], 30), 30).running, []);
  // Half of the other frozen run took a second, but that those that have ended took longer counts for more.
  tracker.update(stepOf(1, 10), 30);
  assertClose(tracker.update(stepOf(1, 60), 31).secondsLeft, 0.4 * 30 + 2 * 30 * (unfrozen / frozen));
  // The mean of 30 and 10 seconds.
  assertClose(tracker.update(endOf(runs[1], 10), 40).secondsLeft, 2 * 20 * (unfrozen / frozen));
  const { secondsLeft, ended, latest } = tracker.update(endOf(runs[2], 60), 100);
  assertClose(secondsLeft, 60);
  assert.deepEqual([ended, latest?.runId], [3, runs[2].runId]);
});

Deno.test("a run is taken to go as fast as those of its task, and where none has ended as those of others", () => {
  const one = { learningRates: [1e-3], seeds: [0] };
  const [xor, unfrozen] = plannedRuns({ ...one, settings: ["frozen-random", "unfrozen-random"] });
  const [memory] = plannedRuns({ ...one, task: "bit-memory" });
  const flopsOf = ({ config }: PlannedRun) => flopsOfRuns([config]);
  const tracker = new ProgressTracker([memory, xor, unfrozen], { runs: 3, workers: 1 });
  assertClose(
    tracker.update(endOf(memory, 60), 60).secondsLeft,
    60 * (flopsOf(xor) + flopsOf(unfrozen)) / flopsOf(memory),
  );
  assertClose(tracker.update(endOf(xor, 60), 120).secondsLeft, 60 * flopsOf(unfrozen) / flopsOf(xor));
});

Deno.test("the last run has one worker to itself, however many there are", () => {
  const tracker = new ProgressTracker(runs.slice(0, 1), { runs: runs.length, workers: 2 });
  tracker.update(stepOf(0, 20), 0);
  const { secondsLeft, ended } = tracker.update(stepOf(0, 40), 5);
  assertClose(secondsLeft, 15);
  assert.equal(ended, runs.length - 1, "those of before count");
  assert.equal(tracker.update(endOf(runs[0], 30), 30).secondsLeft, 0);
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
