import type { PlannedRun } from "./plan.ts";
import { isEnded } from "./record.ts";
import { readRun } from "./store.ts";

/**
 * Of `runs` those that are still to be trained: without a result in `directory`, and not among those known from
 * elsewhere. Failed runs are tried again.
 *
 * @param except The ids of runs that are known from elsewhere.
 */
export async function waitingRuns(
  runs: readonly PlannedRun[],
  directory: string,
  except: ReadonlySet<string> = new Set(),
): Promise<PlannedRun[]> {
  const stored = await Promise.all(runs.map(({ runId }) => readRun(directory, runId)));
  return runs.filter(({ runId }, i) => {
    const run = stored[i];
    return !except.has(runId) && (run === null || !isEnded(run));
  });
}
