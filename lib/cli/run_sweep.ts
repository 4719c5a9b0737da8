import type { Experiment } from "../sweeps/experiment.ts";
import type { SweepOptions } from "../sweeps/sweep.ts";
import { interruption, STOPPED } from "./interruption.ts";
import { saySettingsLeftOut } from "./settings_left_out.ts";
import { SweepBar } from "./sweep_bar.ts";

/**
 * Runs a sweep with a progress bar, and stops it cleanly at Ctrl-C.
 *
 * @returns The exit code: 1 if a run failed, STOPPED if the sweep was stopped.
 */
export async function runSweep(experiment: Experiment, options: SweepOptions = {}): Promise<number> {
  const [{ sweep }, { readFailures, sweepDirectory }] = await Promise.all([
    import("../sweeps/sweep.ts"),
    import("../sweeps/store.ts"),
  ]);
  await saySettingsLeftOut(experiment);
  const directory = options.directory ?? sweepDirectory(experiment.name);
  const bar = new SweepBar();
  using stopping = interruption("the current gradient steps", () => bar.stop());
  try {
    const all = await sweep(experiment, {
      command: `sweep ${experiment.name}`,
      ...options,
      signal: stopping.signal,
      onProgress: (progress) => bar.update(progress),
    });
    bar.stop();
    const records = all.filter(({ status, runId }) => status !== "pending" || !options.except?.has(runId));
    const count = (status: string) => records.filter((record) => record.status === status).length;
    console.log(
      `${directory}: ${count("finished")} runs finished, ${count("diverged")} diverged, ` +
        `${count("failed")} failed, ${count("pending")} to do` +
        (records.length < all.length ? `; ${all.length - records.length} known from data/records` : ""),
    );
    for (const [runId, reason] of await readFailures(directory, records)) {
      console.error(`${runId} failed: ${reason}`);
    }
    if (stopping.signal.aborted) return STOPPED;
    return count("failed") > 0 ? 1 : 0;
  } finally {
    bar.stop();
  }
}

/**
 * Runs sweeps one after the other, the later ones, too, where runs have failed.
 *
 * @returns The exit code, as of {@linkcode runSweep}.
 */
export async function runSweeps(experiments: readonly Experiment[], run = runSweep): Promise<number> {
  let code = 0;
  for (const experiment of experiments) {
    const ended = await run(experiment);
    if (ended === STOPPED) return ended;
    code ||= ended;
  }
  return code;
}
