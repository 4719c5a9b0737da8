import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../lib/errors.ts";
import { archiveSweep, readArchive } from "../../lib/sweeps/archive.ts";
import { readHistories } from "../../lib/sweeps/histories.ts";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import { metricsFile, writePlan, writeRun } from "../../lib/sweeps/store.ts";
import { withDirectory } from "../tasks/with_directory.ts";
import { ORIGIN, plannedRuns } from "./planned.ts";

const runs = plannedRuns({ learningRates: [1e-3, 1e-2], seeds: [0, 1] });
const accuracies = { validationAccuracy: 0.75, testAccuracy: 0.7, trainAccuracy: 0.8 };
const result = { status: "finished" as const, ...accuracies, bestStep: 20, steps: 20, seconds: 3 };
const EVALUATIONS = [
  { step: 10, validationAccuracy: 0.5, validationLoss: 0.7 },
  { step: 20, validationAccuracy: 0.75, validationLoss: 0.6 },
  { step: 30, validationAccuracy: 0.5, validationLoss: 0.8 },
];

/** A sweep of which the first `count` runs have ended. */
async function makeSweep(directory: string, count: number) {
  await writePlan(directory, runs);
  for (const run of runs.slice(0, count)) {
    await Deno.mkdir(join(directory, run.runId), { recursive: true });
    await writeRun(directory, finished(run, result, ORIGIN));
    const lines = [{ step: 10, loss: 2 }, ...EVALUATIONS].map((line) => JSON.stringify(line));
    await Deno.writeTextFile(metricsFile(directory, run.runId), lines.join("\n"));
  }
}

Deno.test("what an archive holds is what the sweep held", () =>
  withDirectory(async (directory) => {
    const sweep = join(directory, "sweep"), file = join(directory, "records", "archived.jsonl");
    await makeSweep(sweep, 3);
    const before = await readHistories(sweep, runs);
    assert.deepEqual(before[0].evaluations, EVALUATIONS);
    assert.deepEqual(await archiveSweep(sweep, file), { file, runs: 3, replaced: 0 });
    const elsewhere = join(directory, "elsewhere");
    assert.deepEqual(await readHistories(elsewhere, runs, await readArchive(file)), before);
    assert.deepEqual(before.map(({ status }) => status), ["finished", "finished", "finished", "pending"]);
  }));

Deno.test("a run that ended here is read from here, not from the archive", () =>
  withDirectory(async (directory) => {
    await makeSweep(directory, 1);
    const file = join(directory, "archived.jsonl");
    await archiveSweep(directory, file);
    const archive = await readArchive(file);
    await writeRun(
      directory,
      finished(runs[0], { ...result, testAccuracy: 0.1 }, { ...ORIGIN, command: "again" }),
    );
    const [first] = await readHistories(directory, runs, archive);
    assert.equal(first.testAccuracy, 0.1);
  }));

Deno.test("archiving again keeps the runs that only the archive has", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl"), other = join(directory, "other");
    await makeSweep(join(directory, "sweep"), 3);
    await archiveSweep(join(directory, "sweep"), file);
    const before = await Deno.readTextFile(file);
    await writePlan(other, runs);
    assert.equal((await archiveSweep(other, file)).runs, 3);
    assert.equal(await Deno.readTextFile(file), before);
  }));

Deno.test("a run that failed here does not hide or remove the one in the archive", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl");
    await makeSweep(directory, 3);
    await archiveSweep(directory, file);
    const before = await Deno.readTextFile(file);
    await writeRun(directory, failed(runs[0], "its worker died", { ...ORIGIN, command: "again" }));
    const [first] = await readHistories(directory, runs, await readArchive(file));
    assert.equal(first.status, "finished");
    assert.equal((await readHistories(directory, runs))[0].status, "failed");
    await archiveSweep(directory, file);
    assert.equal(await Deno.readTextFile(file), before);
  }));

Deno.test("archiving a sweep that was planned without some runs keeps them", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl"), other = join(directory, "other");
    await makeSweep(join(directory, "sweep"), 3);
    await archiveSweep(join(directory, "sweep"), file);
    const [first, second, third] = (await Deno.readTextFile(file)).trim().split("\n");
    await writePlan(other, runs.slice(1));
    assert.equal((await archiveSweep(other, file)).runs, 3);
    assert.equal(await Deno.readTextFile(file), [second, third, first, ""].join("\n"));
  }));

Deno.test("a run with other options takes the place of the one that the archive has, once it has ended", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl"), other = join(directory, "other");
    await makeSweep(join(directory, "sweep"), 2);
    await archiveSweep(join(directory, "sweep"), file);
    const again = runs.map((run) => ({ ...run, runId: `again${run.runId.slice(5)}` }));
    await writePlan(other, again);
    await Deno.mkdir(join(other, again[1].runId));
    await writeRun(other, finished(again[1], result, ORIGIN));
    assert.deepEqual(await archiveSweep(other, file), { file, runs: 2, replaced: 1 });
    assert.deepEqual([...(await readArchive(file)).keys()], [again[1].runId, runs[0].runId]);
  }));

Deno.test("a sweep without ended runs has nothing to archive", () =>
  withDirectory(async (directory) => {
    await writePlan(directory, runs);
    await assert.rejects(archiveSweep(directory, join(directory, "archived.jsonl")), UserError);
  }));

Deno.test("no archive is an empty one, and a damaged line is named", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl");
    assert.equal((await readArchive(file)).size, 0);
    await makeSweep(directory, 2);
    await archiveSweep(directory, file);
    const [first, second] = (await Deno.readTextFile(file)).split("\n");
    await Deno.writeTextFile(file, `${first}\n${second.replace('"testAccuracy":0.7', '"testAccuracy":7')}\n`);
    await assert.rejects(readArchive(file), /archived\.jsonl:2 does not fit:.*testAccuracy/s);
    await Deno.writeTextFile(file, `${first}\n${second.slice(0, 40)}\n`);
    await assert.rejects(readArchive(file), /Expected a run in JSON at .*archived\.jsonl:2/);
  }));

Deno.test("an archive in whose place a folder is is one message", () =>
  withDirectory((directory) =>
    assert.rejects(readArchive(directory), {
      name: "UserError",
      message: /^Expected a file at .* found a folder$/,
    })
  ));
