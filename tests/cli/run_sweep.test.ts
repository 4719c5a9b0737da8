import assert from "node:assert/strict";
import { STOPPED } from "../../lib/cli/interruption.ts";
import { runSweeps } from "../../lib/cli/run_sweep.ts";
import { presetsOf } from "../../lib/sweeps/presets.ts";

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
