import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../errors.ts";
import { hasBestEvaluation } from "./consistency.ts";
import { readMetrics } from "./metrics.ts";
import { unfinished } from "./outcome.ts";
import type { PlannedRun } from "./plan.ts";
import type { Evaluation } from "../training/early_stopping.ts";
import { type ArchivedRun, type History, isEnded, runRecordSchema, type StoredRun } from "./record.ts";
import { metricsFile, readRun } from "./store.ts";

/**
 * The histories of `runs` in their order: of runs that ended in `directory`, else of those in the archive, else of
 * those that failed in `directory`.
 *
 * @param archive Ended runs from elsewhere, by their ids.
 * @throws {UserError} If a run's files were damaged; lost metrics are made up for where the archive has the run.
 */
export async function readHistories(
  directory: string,
  runs: readonly PlannedRun[],
  archive: ReadonlyMap<string, ArchivedRun> = new Map(),
): Promise<History[]> {
  return await Promise.all(runs.map(async (run): Promise<History> => {
    const stored = await readRun(directory, run.runId);
    const archived = archive.get(run.runId);
    if (archived !== undefined && (stored === null || !isEnded(stored))) {
      const { evaluations, ...known } = archived;
      return history(known, evaluations);
    }
    if (stored !== null) return history(stored, await evaluationsOf(directory, stored, archived));
    return { ...unfinished(run, "pending"), config: run.config, stored: null, evaluations: [] };
  }));
}

function history(stored: StoredRun, evaluations: readonly Evaluation[]): History {
  return { ...runRecordSchema.parse(stored), config: stored.config, stored, evaluations };
}

/** The evaluations in a run's metrics; where these are lost, those that the archive has of the same run. */
async function evaluationsOf(
  directory: string,
  run: StoredRun,
  archived: ArchivedRun | undefined,
): Promise<Evaluation[]> {
  const file = metricsFile(directory, run.runId);
  const metrics = existsSync(file) ? await readMetrics(file) : [];
  const found = metrics.filter((one) => "validationAccuracy" in one);
  if (hasBestEvaluation(run, found)) return found;
  if (archived !== undefined) {
    const { evaluations, ...known } = archived;
    if (isDeepStrictEqual(known, run)) return evaluations;
  }
  throw new UserError(
    `Expected ${file} to have the evaluation of step ${run.bestStep} with the validation accuracy ` +
      `${run.validationAccuracy} but found none: delete the run.json beside it to have the run trained again`,
  );
}
