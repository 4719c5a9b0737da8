import { existsSync } from "node:fs";
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
    if (stored !== null) return history(stored, await evaluationsOf(directory, run.runId));
    return { ...unfinished(run, "pending"), config: run.config, stored: null, evaluations: [] };
  }));
}

function history(stored: StoredRun, evaluations: readonly Evaluation[]): History {
  return { ...runRecordSchema.parse(stored), config: stored.config, stored, evaluations };
}

async function evaluationsOf(directory: string, runId: string): Promise<Evaluation[]> {
  const file = metricsFile(directory, runId);
  if (!existsSync(file)) return [];
  return (await readMetrics(file)).filter((metrics) => "validationAccuracy" in metrics);
}
