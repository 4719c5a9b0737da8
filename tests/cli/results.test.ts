import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeDirectory } from "../../lib/files/json.ts";
import { failed } from "../../lib/sweeps/outcome.ts";
import { metricsFile, writePlan, writeRun } from "../../lib/sweeps/store.ts";
import { runCommandLine } from "../setup/project_copy.ts";
import { ORIGIN, plannedRuns } from "../sweeps/planned.ts";
import { withDirectory } from "../temporary_directory.ts";

Deno.test("results tells why runs failed and how far stopped ones came", () =>
  withDirectory(async (directory) => {
    const runs = plannedRuns({ learningRates: [1e-3, 1e-2], seeds: [0] }), [run, { runId }] = runs;
    await writePlan(directory, runs);
    await writeRun(directory, failed(run, "Expected one thing\nWhat mends that: another", ORIGIN));
    const metrics = metricsFile(directory, runId);
    await makeDirectory(dirname(metrics));
    await writeFile(metrics, '{"step":10,"loss":1}\n');

    const { stdout } = await runCommandLine(["results", directory]);
    assert.match(stdout, new RegExp(`^${runId}.* pending +10 +0$`, "m"));
    assert(stdout.includes(`${run.runId} failed: Expected one thing\nWhat mends that: another\n`), stdout);
    const records = JSON.parse((await runCommandLine(["results", directory, "--json"])).stdout);
    assert(!("config" in records[0]), "of its record what is listed, and why it failed");
    assert.deepEqual(records.map((one: { error?: string }) => one.error), [
      "Expected one thing\nWhat mends that: another",
      undefined,
    ]);
  }));
