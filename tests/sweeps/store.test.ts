import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../../lib/files/json.ts";
import { isLocked, tryLock } from "../../lib/files/lock.ts";
import { failed } from "../../lib/sweeps/outcome.ts";
import {
  experimentName,
  latestSweep,
  metricsFile,
  readFailures,
  readPlan,
  readRecords,
  readRun,
  writePlan,
  writeRun,
} from "../../lib/sweeps/store.ts";
import { withDirectory } from "../temporary_directory.ts";
import { ORIGIN, plannedRuns } from "./planned.ts";

const runs = plannedRuns({ learningRates: [1e-3, 1e-2], seeds: [0] });

Deno.test("a plan is read as it was written, with the name of its experiment", () =>
  withDirectory(async (directory) => {
    const named = join(directory, "named"), unnamed = join(directory, "unnamed");
    await writePlan(named, runs, "mine");
    assert.deepEqual(await readPlan(named), runs);
    assert.equal(await experimentName(named), "mine");
    await writePlan(unnamed, runs);
    for (const folder of [unnamed, `${unnamed}/.`]) assert.equal(await experimentName(folder), "unnamed");
  }));

Deno.test("of sweeps the one that was started last is the latest", () =>
  withDirectory(async (directory) => {
    const none = { name: "UserError", message: /^Expected a sweep in .* but found none: start one by/ };
    await assert.rejects(latestSweep(join(directory, "missing")), none);
    await makeDirectory(join(directory, "no-sweep"));
    await assert.rejects(latestSweep(directory), none);
    for (const [name, time] of [["a", 10], ["b", 30], ["c", 20]] as const) {
      await writePlan(join(directory, name), runs);
      await Deno.utime(join(directory, name, "experiment.json"), time, time);
    }
    assert.equal(await latestSweep(directory), join(directory, "b"));
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
    const { config } = stored, training = { ...config.training, maximumSteps: 400 };
    const longer = { ...stored, config: { ...config, training } };
    const wrong: [string, RegExp][] = [
      ["{", /to hold JSON but found: /],
      ["{}", /run\.json does not fit/],
      [JSON.stringify(failed(other, "for a reason", ORIGIN)), /to be of the run \w+ but found that of \w+/],
      [JSON.stringify({ ...stored, learningRate: 1 }), /Expected 0\.001, as its .* found 1\n.*learningRate/],
      [JSON.stringify({ ...stored, task: "mnist" }), /Expected bit-xor, as its .* found mnist\n.*task/],
      [JSON.stringify({ ...stored, setting: "own" }), /Expected frozen-random, .* found own\n.*setting/],
      [JSON.stringify({ ...stored, note: "" }), /Expected no fields besides .* but found "note"/],
      [
        JSON.stringify(longer),
        /Expected \w{12}, by its configuration, but found \w{12}\n.*runId/,
      ],
      [
        JSON.stringify({ ...stored, status: "finished" }),
        /Expected a number, .* found null\n.*validationAccuracy.*testAccuracy.*trainAccuracy.*bestStep/s,
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
    assert.throws(() => isLocked(loop), expected);
  }));

Deno.test("a run that has not ended has the steps that it has taken, and is running while a process trains it", () =>
  withDirectory(async (directory) => {
    const [{ runId }, { runId: other }] = runs;
    await writePlan(directory, runs);
    await makeDirectory(join(directory, runId));
    await Deno.writeTextFile(
      metricsFile(directory, runId),
      '{"step":10,"loss":1}\n{"step":20,"loss":1}\n{"st',
    );
    const told = async () => (await readRecords(directory)).map(({ status, steps }) => [status, steps]);
    {
      using _lock = tryLock(metricsFile(directory, runId));
      assert.deepEqual(await told(), [["running", 20], ["pending", 0]]);
    }
    assert.deepEqual(await told(), [["pending", 20], ["pending", 0]]);
    assert(!existsSync(join(directory, other)), "asking makes no files");
  }));

Deno.test("why runs failed is told with what to do, but without stacks", () =>
  withDirectory(async (directory) => {
    const [run, other] = runs;
    await writeRun(directory, failed(run, "Expected one thing\nWhat mends that: another", ORIGIN));
    await writeRun(directory, failed(other, "Error: two\nlines\n    at file:///x.ts:1:2\n    at y", ORIGIN));
    const failures = await readFailures(directory, runs.map(({ runId }) => ({ runId, status: "failed" })));
    assert.deepEqual([...failures], [
      [run.runId, "Expected one thing\nWhat mends that: another"],
      [other.runId, "Error: two\nlines"],
    ]);
  }));
