/** Measures the time spent on work. */
export interface Stopwatch {
  /** What was measured so far, in seconds. */
  seconds(): number;
  /** Does something whose time does not count, and gives that time. */
  leaveOut(act: () => Promise<unknown>): Promise<number>;
}

/**
 * A stopwatch that runs, with `before` seconds on it.
 *
 * @param now The time in seconds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { stopwatch } from "./stopwatch.ts";
 *
 * let time = 0;
 * const watch = stopwatch(100, () => time);
 * time = 5;
 * assert.equal(await watch.leaveOut(() => Promise.resolve(time = 35)), 30);
 * assert.equal(watch.seconds(), 105);
 * ```
 */
export function stopwatch(before: number, now = () => performance.now() / 1000): Stopwatch {
  let started = now() - before;
  return {
    seconds: () => now() - started,
    leaveOut: async (act) => {
      const begun = now();
      await act();
      const taken = now() - begun;
      started += taken;
      return taken;
    },
  };
}
