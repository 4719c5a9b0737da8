import type { Result } from "../training/train.ts";
import type { PlannedRun } from "./plan.ts";
import { type Origin, type Provenance, provenance } from "../provenance.ts";
import type { RunRecord, StoredRun } from "./record.ts";

/** What a failed run's error says, without the stack of one that no user can mend. */
export function messageOf(error: string): string {
  return error.split(/\n\s+at /)[0];
}

/** The record of a run that has not ended. */
export function unfinished({ runId, config }: PlannedRun, status: "running" | "pending"): RunRecord {
  return {
    runId,
    task: config.task.name,
    setting: config.setting.name,
    learningRate: config.learningRate,
    seed: config.seed,
    status,
    validationAccuracy: null,
    testAccuracy: null,
    trainAccuracy: null,
    bestStep: null,
    steps: 0,
    seconds: 0,
  };
}

/**
 * What run.json keeps of a run that ended with a result.
 *
 * @param earlier Where parts of it were made elsewhere (see `noteStart`).
 */
export function finished(
  run: PlannedRun,
  result: Result,
  origin: Origin,
  earlier: readonly Provenance[] = [],
): StoredRun {
  return {
    ...unfinished(run, "pending"),
    ...result,
    error: null,
    config: run.config,
    provenance: provenance(origin),
    ...earlier.length > 0 ? { earlier: [...earlier] } : {},
  };
}

/** What run.json keeps of a run that an error ended. */
export function failed(run: PlannedRun, error: string, origin: Origin): StoredRun {
  return {
    ...unfinished(run, "pending"),
    status: "failed",
    error,
    config: run.config,
    provenance: provenance(origin),
  };
}
