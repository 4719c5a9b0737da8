import { join } from "node:path";
import { adding, UserError } from "../errors.ts";
import { makeDirectory, writeAtomically } from "../files/json.ts";
import { readJsonLines } from "../files/json_lines.ts";
import { dataDirectory } from "../files/paths.ts";
import { readHistories } from "./histories.ts";
import { isTracked } from "../provenance.ts";
import { type ArchivedRun, archivedRunSchema, isEnded, type RunRecord } from "./record.ts";
import { experimentName, readPlan } from "./store.ts";

/*
 * The records that are under version control: data/records/<experiment>.jsonl has a line of JSON for each run that
 * ended, what its run.json holds and the evaluations of its metrics.jsonl. All tables and charts come from these.
 */
const ARCHIVE = join(dataDirectory, "records");

/** Where the records of an experiment are kept for version control. */
export function archiveFile(experiment: string): string {
  return join(ARCHIVE, `${experiment}.jsonl`);
}

/**
 * The ended runs in an archive, by their ids; none where there is no such file.
 *
 * @throws {UserError} If a line of the file does not fit; it names the line, and what to do.
 */
export async function readArchive(file: string): Promise<Map<string, ArchivedRun>> {
  const runs = await readJsonLines(file, archivedRunSchema, "a run").catch(async (error) => {
    throw adding(`\n${await remedyFor(file)}`, error);
  });
  return new Map(runs.map((run) => [run.runId, run]));
}

async function remedyFor(file: string): Promise<string> {
  const others =
    "removing it alone: `deno task results <the sweep's folder> --archive` writes the run again, or a " +
    "sweep trains it";
  return `What mends that: ${await isTracked(file) ? `\`git checkout -- ${file}\`, or ` : ""}${others}`;
}

/**
 * Writes the ended runs of the sweep in `directory` to the archive of its experiment, in their planned order. Runs that
 * only the archive knows stay in it; those that are not planned, for want of weights for one, come last, unless one
 * that has ended takes their place: the same task, setting, learning rate and seed with other options.
 *
 * @returns The archive, how many runs it has now, and of how many from before others have taken the place.
 * @throws {UserError} If there is no sweep in `directory` or none of its runs has ended.
 */
export async function archiveSweep(
  directory: string,
  into?: string,
): Promise<{ file: string; runs: number; replaced: number }> {
  const runs = await readPlan(directory);
  const file = into ?? archiveFile(await experimentName(directory)), archive = await readArchive(file);
  const planned = new Set(runs.map(({ runId }) => runId));
  const ended = (await readHistories(directory, runs, archive)).filter(isEnded);
  const places = new Set(ended.map(placeOf));
  const unplanned = [...archive.values()].filter(({ runId }) => !planned.has(runId));
  const others = unplanned.filter((run) => !places.has(placeOf(run)));
  if (ended.length === 0) {
    throw new UserError(
      `Expected runs that have ended in ${directory} but found none: see \`deno task results\``,
    );
  }
  const archived = ended.map(({ stored, evaluations }) => ({ ...stored, evaluations }));
  const lines = [...archived, ...others].map((run) => JSON.stringify(run));
  await makeDirectory(join(file, ".."));
  await writeAtomically(file, lines.join("\n") + "\n");
  return { file, runs: lines.length, replaced: unplanned.length - others.length };
}

/** What statistics tell runs of an experiment apart by. */
const placeOf = ({ task, setting, learningRate, seed }: RunRecord) =>
  JSON.stringify([task, setting, learningRate, seed]);
