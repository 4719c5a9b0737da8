/**
 * After how many seconds of training a run is to be kept again: `seconds`, or as many times that as keeping it took
 * seconds, if more than one, so that a large model does not spend its time on it.
 *
 * @param taken How long it took, in seconds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkpointInterval } from "./checkpoint_interval.ts";
 *
 * assert.equal(checkpointInterval(30, 0.1), 30);
 * assert.equal(checkpointInterval(30, 5), 150);
 * ```
 */
export function checkpointInterval(seconds: number, taken: number): number {
  return seconds * Math.max(1, taken);
}
