import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { makeDirectory, readJson } from "../files/json.ts";
import { openTask } from "../tasks/open.ts";
import { modelConfig } from "../weights/model_config.ts";
import { bringWeights } from "../weights/remedies.ts";
import { type Experiment, experimentSchema } from "./experiment.ts";
import { lockSweep } from "./lock.ts";
import type { PlannedRun } from "./plan.ts";
import { runPool } from "./pool.ts";
import { namedPreset, PRESET_NAMES, presetsOf } from "./presets.ts";
import { ProgressTracker, type SweepProgress } from "./progress.ts";
import type { RunRecord } from "./record.ts";
import { replan } from "./replan.ts";
import { runsOf } from "./runs_of.ts";
import { readRecords, sweepDirectory } from "./store.ts";
import { defaultWorkers, threadsPerWorker } from "./threads.ts";
import { waitingRuns } from "./waiting.ts";

export interface SweepOptions {
  /** Where the runs are kept; data/runs/<experiment> if not given. */
  directory?: string;
  /** How many processes train at once; if not given {@linkcode defaultWorkers}. */
  workers?: number;
  /** Stops the sweep after the current gradient steps; it can be resumed. */
  signal?: AbortSignal;
  /** What the records name as the command they come from. */
  command?: string;
  /** The ids of runs that need not be run, since they are known from elsewhere. */
  except?: ReadonlySet<string>;
  onProgress?: (progress: SweepProgress) => void;
}

/**
 * The experiment of a preset's name, such as "quick" or "pocket-parts", or of a JSON file.
 *
 * @throws {UserError} If there is no such file, it is no valid experiment, there is no such model, or a setting wants more
 * layers than it has.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openExperiment } from "./sweep.ts";
 *
 * assert.equal((await openExperiment("pocket-parts")).model, "pocket");
 * await assert.rejects(openExperiment("pokcet"), /a JSON file or one of quick, /);
 * ```
 */
export async function openExperiment(source: string): Promise<Experiment> {
  const preset = namedPreset(source);
  if (preset !== undefined) return preset;
  if (!existsSync(source)) {
    const names = PRESET_NAMES.flatMap(presetsOf).map(({ name }) => name).join(", ");
    throw new UserError(`Expected a JSON file or one of ${names} but found neither at ${resolve(source)}`);
  }
  const experiment = await readJson(source, experimentSchema);
  if (namedPreset(experiment.name) !== undefined) {
    throw new UserError(
      `Expected another name in ${source} than ${experiment.name}, which is a preset's: runs are kept under it`,
    );
  }
  await checkLayers(source, experiment);
  return experiment;
}

async function checkLayers(source: string, { model, settings }: Experiment): Promise<void> {
  const { layers: most } = await modelConfig(model);
  const place = settings.findIndex(({ layers }) => layers !== undefined && layers > most);
  if (place < 0) return;
  const message = `Expected at most ${most}, the layers of ${model}, but found ${settings[place].layers}`;
  const error = new z.ZodError([{ code: "custom", path: ["settings", place, "layers"], message }]);
  throw new UserError(`${source} does not fit:\n${z.prettifyError(error)}`);
}

/**
 * Runs what an experiment asks for and has not ended yet, and gives the records of all its runs. Failed runs are
 * tried again. Settings that need pretrained weights are left out where there are none. A run that fails stops nothing: its
 * record has the status "failed". Where the signal is aborted, the records are given as they are then.
 *
 * @throws {UserError} If the number of workers is none, another process sweeps in the same directory, another experiment was
 * swept there, data are missing, no setting is left or no worker can start.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { experimentSchema } from "./experiment.ts";
 * import { sweep } from "./sweep.ts";
 *
 * const experiment = experimentSchema.parse({
 *   name: "small",
 *   model: "pocket-small",
 *   tasks: [{ task: { name: "bit-xor" }, training: { maximumSteps: 2, evaluateEvery: 2, testExamples: 8 } }],
 *   settings: ["frozen-random"],
 *   learningRates: [1e-3],
 *   seeds: [0],
 * });
 * const [{ status, steps }] = await sweep(experiment, { directory: await Deno.makeTempDir(), workers: 1 });
 * assert.deepEqual([status, steps], ["finished", 2]);
 * ```
 */
export async function sweep(experiment: Experiment, options: SweepOptions = {}): Promise<RunRecord[]> {
  const { directory = sweepDirectory(experiment.name), signal, command = "sweep()" } = options;
  const workers = options.workers ?? defaultWorkers();
  if (!Number.isInteger(workers) || workers < 1) {
    throw new UserError(`Expected workers to be a whole number of at least 1 but found ${workers}`);
  }
  const runs = await runsOf(experiment);
  checkAnyRuns(experiment, runs);
  await makeDirectory(directory);
  {
    using _lock = lockSweep(directory);
    const waiting = await waitingRuns(runs, directory, options.except);
    await openTasks(waiting);
    await replan(runs, experiment, directory);
    const tracker = new ProgressTracker(waiting, { runs: runs.length, workers });
    await runPool(waiting, {
      directory,
      command,
      workers,
      threads: threadsPerWorker(workers),
      signal,
      onReport: (report) => options.onProgress?.(tracker.update(report)),
    });
  }
  return await readRecords(directory);
}

/** @throws {UserError} If there are no runs, since all settings need weights that are not there. */
export function checkAnyRuns({ model }: Experiment, runs: readonly PlannedRun[]): void {
  if (runs.length > 0) return;
  throw new UserError(
    `Expected pretrained weights in weights/${model}, which all settings need, but found none: ` +
      `\`${bringWeights(model)}\` brings them`,
  );
}

/** Opens each task once, so that missing data stop the sweep before it starts and caches are made only once. */
async function openTasks(runs: readonly PlannedRun[]): Promise<void> {
  const tasks = new Map(runs.map(({ config: { task } }) => [JSON.stringify(task), task]));
  for (const task of tasks.values()) await openTask(task);
}
