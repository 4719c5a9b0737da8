import assert from "node:assert/strict";
import { join } from "node:path";
import { STOPPED } from "../../lib/cli/interruption.ts";
import { runSweep, runSweeps } from "../../lib/cli/run_sweep.ts";
import { makeDirectory } from "../../lib/files/json.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { presetsOf } from "../../lib/sweeps/presets.ts";
import { runsOf } from "../../lib/sweeps/runs_of.ts";
import { checkpointFile } from "../../lib/sweeps/store.ts";
import { withDirectory } from "../temporary_directory.ts";
import { EXPERIMENT } from "./small_experiment.ts";

const experiments = presetsOf("quick").slice(0, 3);

for (
  const [what, codes, expected] of [
    ["all runs that end", [0, 0, 0], 0],
    ["runs that fail", [0, 1, 0], 1],
  ] as const
) {
  Deno.test(`after ${what} the later sweeps are run, and the exit code says how it went`, async () => {
    const run: string[] = [];
    const code = await runSweeps(experiments, ({ name }) => Promise.resolve(codes[run.push(name) - 1]));
    assert.equal(code, expected);
    assert.deepEqual(run, experiments.map(({ name }) => name));
  });
}

Deno.test("after Ctrl-C no later sweep is run", async () => {
  let runs = 0;
  assert.equal(await runSweeps(experiments, () => Promise.resolve([1, STOPPED][runs++])), STOPPED);
  assert.equal(runs, 2);
});

Deno.test("a sweep of which a run fails says which and why, and its exit code tells it", () =>
  withDirectory(async (directory) => {
    const experiment = experimentSchema.parse({ ...EXPERIMENT, seeds: [0] });
    const [{ runId }] = await runsOf(experiment);
    await makeDirectory(join(directory, runId));
    await Deno.writeTextFile(checkpointFile(directory, runId), "damaged");
    const lines: string[] = [], { log, error } = console;
    console.log = console.error = (line) => lines.push(line);
    try {
      assert.equal(await runSweep(experiment, { directory, workers: 1 }), 1);
    } finally {
      Object.assign(console, { log, error });
    }
    assert(lines.includes(`${directory}: 0 runs finished, 0 diverged, 1 failed, 0 to do`), lines.join("\n"));
    assert.match(lines.at(-1)!, new RegExp(`^${runId} failed: Expected .*checkpoint\\.safetensors`));
  }));
