import { jsonOrUndefined } from "../files/json.ts";
import type { Metrics } from "../training/train.ts";
import type { PlannedRun } from "./plan.ts";
import type { StoredRun } from "./record.ts";

/** What the pool tells a worker, a line of JSON each on its standard input; the end of the input means stop. */
export type Order =
  | { order: "run"; directory: string; command: string; run: PlannedRun; secondsPerCheckpoint?: number }
  | { order: "stop" };

/** What a worker tells the pool, a line of JSON each on its standard output. */
export type Report =
  | { report: "ready" }
  /** The worker cannot work at all, for want of a compute backend or of room for its files. */
  | { report: "unable"; message: string }
  | { report: "metrics"; runId: string; metrics: Metrics }
  | { report: "ended"; run: StoredRun }
  /** The run was stopped and can be resumed. */
  | { report: "stopped"; runId: string };

/** The report in a line of a worker's standard output; undefined for one that is none, such as V8 prints if asked to. */
export function parseReport(line: string): Report | undefined {
  const value = jsonOrUndefined(line) as Report | null | undefined;
  return typeof value?.report === "string" ? value : undefined;
}
