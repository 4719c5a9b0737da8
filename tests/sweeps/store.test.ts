import assert from "node:assert/strict";
import { join } from "node:path";
import { isSweeping } from "../../lib/sweeps/lock.ts";
import { failed } from "../../lib/sweeps/outcome.ts";
import { experimentName, readPlan, readRun, writePlan, writeRun } from "../../lib/sweeps/store.ts";
import { withDirectory } from "../tasks/with_directory.ts";
import { ORIGIN, plannedRuns } from "./planned.ts";

const runs = plannedRuns({ learningRates: [1e-3, 1e-2], seeds: [0] });

Deno.test("a plan is read as it was written, with the name of its experiment", () =>
  withDirectory(async (directory) => {
    const named = join(directory, "named"), unnamed = join(directory, "unnamed");
    await writePlan(named, runs, "mine");
    assert.deepEqual(await readPlan(named), runs);
    assert.equal(await experimentName(named), "mine");
    await writePlan(unnamed, runs);
    assert.equal(await experimentName(unnamed), "unnamed");
  }));

Deno.test("a plan that is damaged is refused with what to do", () =>
  withDirectory(async (directory) => {
    for (const text of ["{", "{}"]) {
      await Deno.writeTextFile(join(directory, "experiment.json"), text);
      for (const read of [readPlan, experimentName]) {
        await assert.rejects(read(directory), {
          name: "UserError",
          message: /experiment\.json [^]*: the command that started the sweep writes it anew$/,
        });
      }
    }
  }));

Deno.test("a run's record that is damaged, or another run's, is refused with what to do", () =>
  withDirectory(async (directory) => {
    const [run, other] = runs;
    assert.equal(await readRun(directory, run.runId), null);
    const stored = failed(run, "for a reason", ORIGIN);
    await writeRun(directory, stored);
    assert.deepEqual(await readRun(directory, run.runId), stored);
    const file = join(directory, run.runId, "run.json"), remedy = "delete it to have the run trained again";
    const wrong: [string, RegExp][] = [
      ["{", /to hold JSON but found: /],
      ["{}", /run\.json does not fit/],
      [JSON.stringify(failed(other, "for a reason", ORIGIN)), /to be of the run \w+ but found that of \w+/],
      [JSON.stringify({ ...stored, learningRate: 1 }), /Expected 0\.001, as its .* found 1\n.*learningRate/],
      [
        JSON.stringify({ ...stored, status: "finished" }),
        /Expected a number, .* found null\n.*testAccuracy/s,
      ],
    ];
    for (const [text, message] of wrong) {
      await Deno.writeTextFile(file, text);
      await assert.rejects(readRun(directory, run.runId), (error: Error) => {
        assert.equal(error.name, "UserError");
        assert.match(error.message, message);
        assert(error.message.endsWith(remedy), error.message);
        return true;
      });
    }
  }));

Deno.test("a sweep's folder that cannot be read is not taken for one without a sweep", () =>
  withDirectory(async (directory) => {
    await assert.rejects(readPlan(directory), /Expected a sweep in .* but found none: start one/);
    const loop = join(directory, "loop"),
      expected = { name: "UserError", message: /^Expected to read .*loop/ };
    await Deno.symlink(loop, loop);
    await assert.rejects(readPlan(loop), expected);
    assert.throws(() => isSweeping(loop), expected);
  }));
