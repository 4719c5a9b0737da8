import assert from "node:assert/strict";
import { join } from "node:path";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import { writeRun } from "../../lib/sweeps/store.ts";
import { waitingRuns } from "../../lib/sweeps/waiting.ts";
import { withDirectory } from "../temporary_directory.ts";
import { ORIGIN, plannedRuns } from "./planned.ts";

const runs = plannedRuns({ learningRates: [1e-3], seeds: [0, 1, 2, 3] });
const [first, second, third, fourth] = runs;

Deno.test("what is neither ended here nor known from elsewhere waits, what failed here too", () =>
  withDirectory(async (directory) => {
    assert.deepEqual(await waitingRuns(runs, directory), runs);
    const accuracies = { validationAccuracy: null, testAccuracy: null, trainAccuracy: null, bestStep: null };
    const result = { status: "diverged" as const, ...accuracies, steps: 10, seconds: 1 };
    for (const run of [finished(first, result, ORIGIN), failed(second, "killed", ORIGIN)]) {
      await Deno.mkdir(join(directory, run.runId));
      await writeRun(directory, run);
    }
    assert.deepEqual(await waitingRuns(runs, directory), [second, third, fourth]);
    assert.deepEqual(await waitingRuns(runs, directory, new Set([second.runId, third.runId])), [fourth]);
  }));
