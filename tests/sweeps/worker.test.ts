import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { type Order, parseReport } from "../../lib/sweeps/messages.ts";
import { planRuns } from "../../lib/sweeps/plan.ts";
import { checkpointFile } from "../../lib/sweeps/store.ts";
import { withDirectory } from "../temporary_directory.ts";

const [run] = planRuns(
  experimentSchema.parse({
    name: "worker-test",
    model: "pocket",
    tasks: [{
      task: { name: "bit-xor" },
      training: { batchSize: 2, maximumSteps: 1_000_000, evaluateEvery: 1_000_000 },
    }],
    settings: ["frozen-random"],
    learningRates: [1e-3],
    seeds: [0],
  }),
  null,
);

Deno.test("a worker whose pool is killed keeps its run and ends, and what asks it to end is left to the pool", () =>
  withDirectory(async (directory) => {
    const worker = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        fileURLToPath(new URL("../../lib/sweeps/worker.ts", import.meta.url)),
      ],
      env: { UTR_BACKEND: "wasm", DENO_V8_FLAGS: "--trace-gc" },
      ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
    }).spawn();
    const order: Order = { order: "run", directory, command: "test", run };
    const input = worker.stdin.getWriter();
    await input.write(new TextEncoder().encode(JSON.stringify(order) + "\n"));
    const reader = worker.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const shown: string[] = [];
    while (!shown.join("").includes('{"report":"metrics"')) shown.push((await reader.read()).value!);
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

Deno.test("what is no report is none, though it be JSON", () => {
  for (const line of ["", "null", "7", '"ready"', "{}", '{"report":']) {
    assert.equal(parseReport(line), undefined);
  }
});
