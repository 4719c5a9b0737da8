import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { validationMessage } from "../files/validation_message.ts";
import { UserError } from "../errors.ts";
import { makeDirectory, writeAtomically } from "../files/json.ts";
import { dataDirectory } from "../files/paths.ts";
import { readTextFile } from "../files/read.ts";
import { readHistories } from "./histories.ts";
import { type ArchivedRun, archivedRunSchema, isEnded, type RunRecord } from "./record.ts";
import { experimentName, readPlan } from "./store.ts";

/*
 * The records that are under version control: data/records/<experiment>.jsonl has a line of JSON for each run that
 * ended, what its run.json holds and the evaluations of its metrics.jsonl. All tables and charts come from these.
 */
const ARCHIVE = join(dataDirectory, "records");

const REMEDY = "`git checkout -- data/records` brings back what was committed";

/** Where the records of an experiment are kept for version control. */
export function archiveFile(experiment: string): string {
  return join(ARCHIVE, `${experiment}.jsonl`);
}

/**
 * The ended runs in an archive, by their ids; none where there is no such file.
 *
 * @throws {UserError} If a line of the file does not fit; it names the line.
 */
export async function readArchive(file: string): Promise<Map<string, ArchivedRun>> {
  if (!existsSync(file)) return new Map();
  const lines = (await readTextFile(file)).split("\n").filter((line) => line !== "");
  return new Map(lines.map((line, i) => {
    const run = parseLine(line, `${file}:${i + 1}`);
    return [run.runId, run];
  }));
}

function parseLine(line: string, place: string): ArchivedRun {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new UserError(
      `Expected a run in JSON at ${place} but found: ${(error as Error).message}: ${REMEDY}`,
    );
  }
  const parsed = archivedRunSchema.safeParse(value, { error: validationMessage });
  if (parsed.success) return parsed.data;
  throw new UserError(`${place} does not fit: ${REMEDY}\n${z.prettifyError(parsed.error)}`);
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
