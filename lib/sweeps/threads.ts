import { availableParallelism } from "node:os";
import { backendChoice } from "../backend/choice.ts";

/** How many processes train at once if nobody says: one for each core, or one where a GPU computes. */
export function defaultWorkers(): number {
  return backendChoice().backend === "webgpu" ? 1 : availableParallelism();
}

/**
 * On how many threads each of `workers` processes computes: as many as UTR_THREADS says, else its share of the cores.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { threadsPerWorker } from "./threads.ts";
 *
 * assert(threadsPerWorker(1) >= threadsPerWorker(2));
 * ```
 */
export function threadsPerWorker(workers: number): number {
  return backendChoice().threads ?? Math.max(1, Math.floor(defaultWorkers() / workers));
}
