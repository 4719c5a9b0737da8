import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBackend } from "../../lib/backend/start.ts";
import { makeDirectory } from "../../lib/files/json.ts";
import { isLocked } from "../../lib/files/lock.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { type Order, parseReport } from "../../lib/sweeps/messages.ts";
import { readMetrics } from "../../lib/sweeps/metrics.ts";
import { openRun } from "../../lib/sweeps/open_run.ts";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import { type PlannedRun, planRuns } from "../../lib/sweeps/plan.ts";
import { checkpointFile, metricsFile, readRun, writeRun } from "../../lib/sweeps/store.ts";
import { train } from "../../lib/training/train.ts";
import { withDirectory } from "../temporary_directory.ts";

function planned(training: { maximumSteps: number; evaluateEvery: number }): PlannedRun {
  const experiment = experimentSchema.parse({
    name: "worker-test",
    model: "pocket",
    tasks: [{
      task: { name: "bit-xor" },
      training: { batchSize: 2, validationExamples: 8, testExamples: 8, ...training },
    }],
    settings: ["frozen-random"],
    learningRates: [1e-3],
    seeds: [0],
  });
  return planRuns(experiment, null)[0];
}

const RESULT = {
  status: "finished",
  validationAccuracy: 0.5,
  testAccuracy: 0.5,
  trainAccuracy: 0.5,
  bestStep: 20,
  steps: 20,
  seconds: 1,
} as const;

function startWorker(env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(new URL("../../lib/sweeps/worker.ts", import.meta.url))],
    env: { UTR_BACKEND: "wasm", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

const orderOf = (order: Order) => new TextEncoder().encode(JSON.stringify(order) + "\n");

Deno.test("a worker whose pool is killed keeps its run and ends, and what asks it to end is left to the pool", () =>
  withDirectory(async (directory) => {
    const run = planned({ maximumSteps: 1_000_000, evaluateEvery: 1_000_000 });
    const worker = startWorker({ DENO_V8_FLAGS: "--trace-gc" });
    const input = worker.stdin.getWriter();
    await input.write(orderOf({ order: "run", directory, command: "test", run }));
    const reader = worker.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const shown: string[] = [];
    while (!shown.join("").includes('{"report":"metrics"')) shown.push((await reader.read()).value!);
    assert(isLocked(metricsFile(directory, run.runId)), "by which others see that it is running");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) worker.kill(signal);
    // As when the pool is no more, but for the end of the input, which may be noticed later.
    await reader.cancel();
    let ended = false;
    void worker.status.then(() => ended = true);
    while (!ended && !existsSync(checkpointFile(directory, run.runId))) await setTimeout(5);
    await input.close().catch(() => {});
    const { code } = await worker.status, told = await new Response(worker.stderr).text();
    assert.deepEqual([code, told], [0, ""]);
    assert(existsSync(checkpointFile(directory, run.runId)));

    const lines = shown.join("").split("\n"), foreign = lines.find((line) => line.startsWith("["));
    assert.equal(parseReport(foreign ?? assert.fail("Expected V8 to print there too")), undefined);
    assert.deepEqual(lines.flatMap((line) => parseReport(line)?.report ?? []).slice(0, 2), [
      "ready",
      "metrics",
    ]);
  }));

Deno.test("a run that is tried again has not failed, and has the looks at validation of which it lost the file", () =>
  withDirectory(async (directory) => {
    const run = planned({ maximumSteps: 20, evaluateEvery: 10 }), { runId } = run;
    const stopping = new AbortController();
    await makeDirectory(join(directory, runId));
    await startBackend("wasm");
    const stopped = train(await openRun(run.config), {
      checkpoint: checkpointFile(directory, runId),
      signal: stopping.signal,
      onMetrics: (metrics) => "validationAccuracy" in metrics && stopping.abort(),
    });
    await assert.rejects(stopped, (error) => error === stopping.signal.reason);
    const origin = { command: "test", commit: "unknown", backend: "wasm" };
    await writeRun(directory, failed(run, "the data were gone", origin));

    const worker = startWorker(), input = worker.stdin.getWriter(), statuses: (string | undefined)[] = [];
    await input.write(orderOf({ order: "run", directory, command: "test", run }));
    for await (const line of createInterface({ input: Readable.fromWeb(worker.stdout as never) })) {
      const report = parseReport(line)?.report;
      if (report === "metrics") statuses.push((await readRun(directory, runId))?.status);
      if (report === "ended") await input.close();
    }
    assert.equal((await worker.status).code, 0, await new Response(worker.stderr).text());
    assert(statuses.length > 0 && !statuses.includes("failed"), statuses.join());
    assert.equal((await readRun(directory, runId))?.status, "finished");
    const metrics = await readMetrics(metricsFile(directory, runId));
    assert.deepEqual(metrics.filter((one) => !("loss" in one)).map(({ step }) => step), [10, 20]);
  }));

Deno.test("a run that another worker has kept meanwhile stays as it is", () =>
  withDirectory(async (directory) => {
    const run = planned({ maximumSteps: 20, evaluateEvery: 10 });
    const kept = finished(run, RESULT, { command: "earlier", commit: "unknown", backend: "wasm" });
    await writeRun(directory, kept);
    const worker = startWorker(), input = worker.stdin.getWriter(), reports: string[] = [];
    await input.write(orderOf({ order: "run", directory, command: "test", run }));
    for await (const line of createInterface({ input: Readable.fromWeb(worker.stdout as never) })) {
      const report = parseReport(line);
      if (report) reports.push(report.report);
      if (report?.report === "ended") await input.close();
    }
    assert.equal((await worker.status).code, 0, await new Response(worker.stderr).text());
    assert.deepEqual(reports, ["ready", "ended"]);
    assert.deepEqual(await readRun(directory, run.runId), kept);
  }));

Deno.test("what is no report is none, though it be JSON", () => {
  for (const line of ["", "null", "7", '"ready"', "{}", '{"report":']) {
    assert.equal(parseReport(line), undefined);
  }
});
