import type { Stopwatch } from "./stopwatch.ts";

/** When a run is kept. */
export interface CheckpointSchedule {
  /** Whether it has been trained for so long since it was kept that it is to be kept again. */
  isDue(): boolean;
  /** Keeps it, if it is kept at all, with the seconds that it was trained for. */
  save(): Promise<void>;
}

/**
 * Keeps a run each time that it was trained for another `seconds`, or as many times that as keeping it took seconds, if
 * more than one, so that a large model does not spend its time on it. Keeping it does not count as training.
 *
 * @param progress What is kept, of which `save` sets the seconds.
 * @param keep Writes the progress; undefined if it is not kept.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkpointSchedule } from "./checkpoint_schedule.ts";
 * import { stopwatch } from "./stopwatch.ts";
 *
 * let time = 0;
 * const watch = stopwatch(0, () => time), progress = { seconds: 0 };
 * const { isDue, save } = checkpointSchedule(progress, watch, 30, () => Promise.resolve(time += 5));
 * time = 31;
 * assert.equal(isDue(), true);
 * await save();
 * assert.equal(progress.seconds, 31);
 *
 * time += 150; // five times 30, as keeping it took 5
 * assert.equal(isDue(), false);
 * time += 1;
 * assert.equal(isDue(), true);
 * ```
 */
export function checkpointSchedule(
  progress: { seconds: number },
  watch: Stopwatch,
  seconds: number,
  keep?: () => Promise<unknown>,
): CheckpointSchedule {
  let interval = seconds;
  return {
    isDue: () => watch.seconds() - progress.seconds > interval,
    save: async () => {
      progress.seconds = watch.seconds();
      if (keep !== undefined) interval = seconds * Math.max(1, await watch.leaveOut(keep));
    },
  };
}
