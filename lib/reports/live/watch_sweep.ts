import type { Experiment } from "../../sweeps/experiment.ts";
import type { SweepProgress } from "../../sweeps/progress.ts";
import { type RunRecord, STATUSES } from "../../sweeps/record.ts";
import { sweep, type SweepOptions } from "../../sweeps/sweep.ts";
import { duration } from "../labels.ts";
import { liveDisplay } from "./live_display.ts";
import { progressBar } from "./progress_bar.ts";

/**
 * The records of an experiment's runs. Runs that have not ended are trained first, with a progress bar below the
 * running cell.
 */
export async function watchSweep(
  experiment: Experiment,
  options: SweepOptions = {},
  live = liveDisplay(),
): Promise<RunRecord[]> {
  const records = await sweep(experiment, {
    command: `sweep ${experiment.name}`,
    ...options,
    onProgress: (progress) =>
      live.update(() => progressBar(progress.ended / progress.runs, describeProgress(progress))),
  });
  const ended = records.filter(({ status }) => status === "finished" || status === "diverged").length;
  await live.finish(() => progressBar(ended / records.length, describeRecords(records)));
  return records;
}

function describeProgress({ ended, runs, running, secondsLeft }: SweepProgress): string {
  const now = running.map(({ run: { config }, step }) =>
    `${config.task.name} ${config.setting.name} at ${config.learningRate}: step ${step}`
  );
  const left = secondsLeft === null ? [] : [`about ${duration(secondsLeft)} left`];
  return [`${ended} of ${runs} runs`, ...left, ...now].join("; ");
}

function describeRecords(records: readonly RunRecord[]): string {
  const counts = STATUSES.map((status) => {
    const count = records.filter((record) => record.status === status).length;
    return count > 0 ? [`${count} ${status}`] : [];
  });
  return `${records.length} runs: ${counts.flat().join(", ")}`;
}
