import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../lib/errors.ts";
import { archiveSweep, readArchive } from "../../lib/sweeps/archive.ts";
import { readHistories } from "../../lib/sweeps/histories.ts";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import type { PlannedRun } from "../../lib/sweeps/plan.ts";
import { metricsFile, writePlan, writeRun } from "../../lib/sweeps/store.ts";
import { withDirectory } from "../temporary_directory.ts";
import { ORIGIN, plannedRuns } from "./planned.ts";

const GRID = { learningRates: [1e-3, 1e-2], seeds: [0, 1] };
const runs = plannedRuns(GRID);
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
  await endRuns(directory, runs.slice(0, count));
}

async function endRuns(directory: string, ended: PlannedRun[]) {
  for (const run of ended) {
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
    await makeSweep(join(directory, "sweep"), 3);
    await archiveSweep(join(directory, "sweep"), file);
    const again = plannedRuns({ ...GRID, batchSize: 2 });
    await writePlan(other, again);
    await endRuns(other, [again[1]]);
    assert.deepEqual(await archiveSweep(other, file), { file, runs: 3, replaced: 1 });
    assert.deepEqual(
      [...(await readArchive(file)).keys()],
      [again[1].runId, runs[0].runId, runs[2].runId],
    );
  }));

Deno.test("a run takes the place of none of another task or in another setting", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl"), other = join(directory, "other");
    const one = { learningRates: [1e-3], seeds: [0] };
    const others = [{ task: "bit-memory" as const }, { settings: ["unfrozen-random"] }]
      .flatMap((own) => plannedRuns({ ...one, ...own }));
    const [again] = plannedRuns({ ...one, batchSize: 2 });
    for (const [sweep, ended] of [[directory, others], [other, [again]]] as const) {
      await writePlan(sweep, ended);
      await endRuns(sweep, [...ended]);
    }
    await archiveSweep(directory, file);
    assert.deepEqual(await archiveSweep(other, file), { file, runs: 3, replaced: 0 });
    assert.deepEqual([...(await readArchive(file)).keys()], [again, ...others].map(({ runId }) => runId));
  }));

Deno.test("a run whose metrics are lost keeps the evaluations that the archive has of it", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl");
    await makeSweep(directory, 2);
    await archiveSweep(directory, file);
    const before = await Deno.readTextFile(file);
    await Deno.remove(metricsFile(directory, runs[0].runId));
    await Deno.writeTextFile(metricsFile(directory, runs[1].runId), JSON.stringify(EVALUATIONS[0]));
    await archiveSweep(directory, file);
    assert.equal(await Deno.readTextFile(file), before);
  }));

Deno.test("a run whose metrics are lost is refused where the archive has not that very run", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl");
    await makeSweep(directory, 2);
    await archiveSweep(directory, file);
    await writeRun(directory, finished(runs[0], { ...result, testAccuracy: 0.1 }, ORIGIN));
    await Deno.remove(metricsFile(directory, runs[0].runId));
    const refused = {
      name: "UserError",
      message: new RegExp(`${runs[0].runId}.metrics\\.jsonl .* step 20 .* 0\\.75 .*: delete the run\\.json`),
    };
    await assert.rejects(archiveSweep(directory, file), refused);
    await assert.rejects(readHistories(directory, runs), refused);
  }));

Deno.test("a sweep without ended runs has nothing to archive", () =>
  withDirectory(async (directory) => {
    await writePlan(directory, runs);
    await assert.rejects(archiveSweep(directory, join(directory, "archived.jsonl")), UserError);
  }));

Deno.test("no archive is an empty one, and a damaged line is named with what to do", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl");
    assert.equal((await readArchive(file)).size, 0);
    await makeSweep(directory, 2);
    await archiveSweep(directory, file);
    const [first, second] = (await Deno.readTextFile(file)).split("\n");
    const damaged: [string, RegExp][] = [
      [
        second.replace('"testAccuracy":0.7', '"testAccuracy":7'),
        /archived\.jsonl:3 does not fit:.*testAccuracy/s,
      ],
      [
        second.replace('"step":20', '"step":21'),
        /archived\.jsonl:3 does not fit:.*step 20 .* but found none/s,
      ],
      [
        second.replace('"step":20,"validationAccuracy":0.75', '"step":20,"validationAccuracy":0.5'),
        /archived\.jsonl:3 does not fit:.*step 20 .* 0\.75 but found none/s,
      ],
      [second.replace('"seed":0', '"seed":7'), /archived\.jsonl:3 does not fit:.*Expected 0, as .* found 7/s],
      [second.slice(0, 40), /Expected a run in JSON at .*archived\.jsonl:3/],
    ];
    for (const [line, message] of damaged) {
      await Deno.writeTextFile(file, `${first}\n\n${line}\n`);
      await assert.rejects(readArchive(file), (error: Error) => {
        assert.equal(error.name, "UserError");
        assert.match(error.message, message);
        assert.match(
          error.message,
          /\nWhat mends that: removing it alone: .* --archive` writes the run again, or a sweep trains it$/,
        );
        return true;
      });
    }
  }));

Deno.test("of an archive under version control, its own file is to be brought back", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "archived.jsonl"), git = { cwd: directory };
    await Deno.writeTextFile(file, "{}\n");
    await new Deno.Command("git", { args: ["init", "--quiet"], ...git }).output();
    await new Deno.Command("git", { args: ["add", "."], ...git }).output();
    await assert.rejects(readArchive(file), {
      message:
        /archived\.jsonl:1 does not fit:[^]*\nWhat mends that: `git checkout -- .*archived\.jsonl`, or /,
    });
  }));

Deno.test("an archive in whose place a folder is is one message", () =>
  withDirectory((directory) =>
    assert.rejects(readArchive(directory), {
      name: "UserError",
      message: /^Expected a file at .* found a folder\nWhat mends that: /,
    })
  ));
