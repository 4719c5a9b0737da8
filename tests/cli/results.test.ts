import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeDirectory } from "../../lib/files/json.ts";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import { metricsFile, writePlan, writeRun } from "../../lib/sweeps/store.ts";
import { runCommandLine } from "../setup/project_copy.ts";
import { ORIGIN, plannedRuns } from "../sweeps/planned.ts";
import { withDirectory } from "../temporary_directory.ts";

Deno.test("results tells what runs came to, why they failed and how far stopped ones came", () =>
  withDirectory(async (directory) => {
    const runs = plannedRuns({ learningRates: [1e-3, 1e-2, 1e-1], seeds: [0] });
    const [run, { runId }, ended] = runs;
    await writePlan(directory, runs);
    await writeRun(directory, failed(run, "Expected one thing\nWhat mends that: another", ORIGIN));
    const metrics = metricsFile(directory, runId);
    await makeDirectory(dirname(metrics));
    await writeFile(metrics, '{"step":10,"loss":1}\n');

    const accuracies = { validationAccuracy: 0.5, testAccuracy: 0.25, trainAccuracy: 1 };
    const result = { ...accuracies, bestStep: 10, steps: 20, seconds: 1.4, status: "finished" } as const;
    await writeRun(directory, finished(ended, result, ORIGIN));

    const { stdout } = await runCommandLine(["results", directory]);
    assert.match(stdout, new RegExp(`^${runId}.* pending +10 +0$`, "m"));
    assert.match(
      stdout,
      new RegExp(
        `^${ended.runId} +bit-xor +frozen-random +0\\.1 +0 +finished +50\\.0 +25\\.0 +100\\.0 +10 +20 +1$`,
        "m",
      ),
    );
    assert(stdout.includes(`${run.runId} failed: Expected one thing\nWhat mends that: another\n`), stdout);
    const records = JSON.parse((await runCommandLine(["results", directory, "--json"])).stdout);
    assert(!("config" in records[0]), "of its record what is listed, and why it failed");
    assert.deepEqual(records.map((one: { error?: string }) => one.error), [
      "Expected one thing\nWhat mends that: another",
      undefined,
      undefined,
    ]);
  }));
