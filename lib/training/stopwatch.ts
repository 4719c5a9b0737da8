/** Measures the time spent on work. */
export interface Stopwatch {
  /** What was measured so far, in seconds. */
  seconds(): number;
  /** Does something whose time does not count. */
  leaveOut<Value>(act: () => Promise<Value>): Promise<Value>;
}

/**
 * A stopwatch that runs, with `before` seconds on it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { setTimeout } from "node:timers/promises";
 * import { stopwatch } from "./stopwatch.ts";
 *
 * const watch = stopwatch(100);
 * await watch.leaveOut(() => setTimeout(50));
 * assert(watch.seconds() < 100.05);
 * ```
 */
export function stopwatch(before: number): Stopwatch {
  const now = () => performance.now() / 1000;
  let started = now() - before;
  return {
    seconds: () => now() - started,
    leaveOut: async (act) => {
      const begun = now();
      try {
        return await act();
      } finally {
        started += now() - begun;
      }
    },
  };
}
