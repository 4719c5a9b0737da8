import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { adding, UserError } from "../errors.ts";
import { isFile } from "../files/is_file.ts";
import { jsonOrUndefined, makeDirectory, readJson, writeJson } from "../files/json.ts";
import { dataDirectory } from "../files/paths.ts";
import { isLocked } from "../files/lock.ts";
import { readTextFile } from "../files/read.ts";
import { runConfigSchema } from "./experiment.ts";
import type { PlannedRun } from "./plan.ts";
import { readMetrics } from "./metrics.ts";
import { messageOf, unfinished } from "./outcome.ts";
import { type RunRecord, runRecordSchema, type StoredRun, storedRunSchema } from "./record.ts";

/*
 * A sweep on disk:
 *
 *   data/runs/quick/
 *     experiment.json            the runs that belong to it
 *     0a1b2c3d4e5f/              one of them
 *       run.json                 its record, and where the numbers come from
 *       metrics.jsonl            losses and evaluations, a line each
 *       checkpoint.safetensors   while it is unfinished, and
 *       starts.jsonl             where it was started and resumed, a line each
 */
const planSchema = z.strictObject({
  /** The experiment's; not in plans of before November 2026. */
  name: z.string().optional(),
  runs: z.array(z.strictObject({ runId: z.string(), config: runConfigSchema })),
});
type Plan = z.infer<typeof planSchema>;

const planFile = (directory: string) => join(directory, "experiment.json");
const recordFile = (directory: string, runId: string) => join(directory, runId, "run.json");
export const metricsFile = (directory: string, runId: string) => join(directory, runId, "metrics.jsonl");
export const startsFile = (directory: string, runId: string) => join(directory, runId, "starts.jsonl");
export const checkpointFile = (directory: string, runId: string) =>
  join(directory, runId, "checkpoint.safetensors");

const RUNS = join(dataDirectory, "runs");

/** Where the runs of an experiment are kept unless told otherwise. */
export function sweepDirectory(experiment: string): string {
  return join(RUNS, experiment);
}

/**
 * The sweep in data/runs, or another folder of sweeps, that was started last.
 *
 * @throws {UserError} If there is none.
 */
export async function latestSweep(sweeps = RUNS): Promise<string> {
  const found = [];
  if (existsSync(sweeps)) {
    for (const { name } of Deno.readDirSync(sweeps)) {
      const directory = join(sweeps, name), plan = planFile(directory);
      if (existsSync(plan)) found.push({ directory, time: (await Deno.stat(plan)).mtime! });
    }
  }
  const latest = found.sort((a, b) => Number(b.time) - Number(a.time))[0];
  if (latest === undefined) throw noSweep(sweeps);
  return latest.directory;
}

function noSweep(directory: string): UserError {
  return new UserError(
    `Expected a sweep in ${directory} but found none: start one by "deno task sweep quick"`,
  );
}

/** Writes down which runs belong to the sweep in `directory`, and to the experiment of which name. */
export async function writePlan(
  directory: string,
  runs: readonly PlannedRun[],
  name?: string,
): Promise<void> {
  await makeDirectory(directory);
  await writeJson(planFile(directory), { name, runs });
}

/**
 * The runs that belong to the sweep in `directory`.
 *
 * @throws {UserError} If there is no sweep in `directory` or its plan was damaged.
 */
export async function readPlan(directory: string): Promise<PlannedRun[]> {
  return (await readPlanFile(directory)).runs;
}

/** The name of the experiment that was swept in `directory`, as far as it is known that of the folder. */
export async function experimentName(directory: string): Promise<string> {
  return (await readPlanFile(directory)).name ?? basename(resolve(directory));
}

async function readPlanFile(directory: string): Promise<Plan> {
  const file = planFile(directory);
  if (!isFile(file)) throw noSweep(directory);
  return await readJson(file, planSchema).catch((error) => {
    throw adding(": the command that started the sweep writes it anew", error);
  });
}

/**
 * The plan of the sweep in `directory`; without name and runs where there is no sweep, or it was damaged.
 *
 * @throws {UserError} If it cannot be read.
 */
export async function readPlanOrNone(directory: string): Promise<Plan> {
  const file = planFile(directory);
  if (!isFile(file)) return { runs: [] };
  return planSchema.safeParse(jsonOrUndefined(await readTextFile(file))).data ?? { runs: [] };
}

/** Writes a run's record; a reader sees the old or the new one, never half of one. */
export async function writeRun(directory: string, run: StoredRun): Promise<void> {
  await makeDirectory(join(directory, run.runId)); // a worker may have died before it made it
  await writeJson(recordFile(directory, run.runId), run);
}

/** Removes a run's record: of a failed one that is tried again it says what no longer holds. */
export async function removeRecord(directory: string, runId: string): Promise<void> {
  await rm(recordFile(directory, runId), { force: true });
}

/**
 * The runs of the sweep in `directory`, in their planned order, those that have not ended included.
 *
 * @throws {UserError} If there is no sweep in `directory` or one of its files was damaged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "./presets.ts";
 * import { runsOf } from "./runs_of.ts";
 * import { readRecords, writePlan } from "./store.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await writePlan(directory, await runsOf(preset("quick")));
 * const [{ status, steps }] = await readRecords(directory);
 * assert.deepEqual([status, steps], ["pending", 0]);
 * ```
 */
export async function readRecords(directory: string): Promise<RunRecord[]> {
  const runs = await readPlan(directory);
  return await Promise.all(runs.map(async ({ runId, config }) => {
    const stored = await readRun(directory, runId);
    if (stored) return runRecordSchema.parse(stored);
    const metrics = metricsFile(directory, runId);
    const steps = existsSync(metrics) ? (await readMetrics(metrics)).at(-1)?.step ?? 0 : 0;
    return { ...unfinished({ runId, config }, isLocked(metrics) ? "running" : "pending"), steps };
  }));
}

/** Why runs failed, by their ids: the messages of the errors that ended them. */
export async function readFailures(
  directory: string,
  records: readonly Pick<RunRecord, "runId" | "status">[],
): Promise<Map<string, string>> {
  const failed = records.filter(({ status }) => status === "failed");
  return new Map(
    await Promise.all(failed.map(async ({ runId }) => {
      const error = (await readRun(directory, runId))?.error ?? "unknown";
      return [runId, messageOf(error)] as const;
    })),
  );
}

/**
 * What is known of an ended run; null if it has not ended.
 *
 * @throws {UserError} If its file was damaged or is that of another run.
 */
export async function readRun(directory: string, runId: string): Promise<StoredRun | null> {
  const file = recordFile(directory, runId);
  if (!existsSync(file)) return null;
  const remedy = "delete it to have the run trained again";
  const stored = await readJson(file, storedRunSchema).catch((error) => {
    throw adding(`: ${remedy}`, error);
  });
  if (stored.runId === runId) return stored;
  throw new UserError(
    `Expected ${file} to be of the run ${runId} but found that of ${stored.runId}: ${remedy}`,
  );
}
