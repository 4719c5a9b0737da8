import type { Experiment } from "../../sweeps/experiment.ts";
import type { SweepProgress } from "../../sweeps/progress.ts";
import { type History, isEnded, STATUSES } from "../../sweeps/record.ts";
import { historiesOf } from "../../sweeps/histories_of.ts";
import { checkAnyRuns, sweep, type SweepOptions } from "../../sweeps/sweep.ts";
import { duration } from "../labels.ts";
import { origins } from "../origins.ts";
import { mayTrain } from "../training.ts";
import { liveDisplay } from "./live_display.ts";
import { progressBar } from "./progress_bar.ts";

/**
 * The histories of an experiment's runs, which are records too. Runs that have not ended, neither here nor in the
 * records under version control, are trained first, with a progress bar below the running cell, unless the
 * environment variable UTR_TRAIN is "no".
 *
 * @throws {UserError} If there are no runs, since all settings need weights that are not there; else as `sweep`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "../../sweeps/presets.ts";
 * import { watchSweep } from "./watch_sweep.ts";
 *
 * const histories = await watchSweep(preset("quick")); // all of them are under version control: none is trained
 * assert(histories.every(({ status }) => status === "finished"));
 * ```
 */
export async function watchSweep(
  experiment: Experiment,
  options: SweepOptions = {},
  live = liveDisplay(),
): Promise<History[]> {
  let histories = await historiesOf(experiment, options.directory);
  checkAnyRuns(experiment, histories);
  const known = histories.filter(isEnded);
  if (known.length < histories.length && mayTrain()) {
    await sweep(experiment, {
      command: `sweep ${experiment.name}`,
      ...options,
      except: new Set(known.map(({ runId }) => runId)),
      onProgress: (progress) =>
        live.update(() => progressBar(progress.ended / progress.runs, describeProgress(progress))),
    });
    histories = await historiesOf(experiment, options.directory);
  }
  const ended = histories.filter(isEnded).length;
  await live.finish(() => progressBar(ended / histories.length, describeRecords(experiment, histories)));
  return histories;
}

function describeProgress({ ended, runs, running, secondsLeft }: SweepProgress): string {
  const now = running.map(({ run: { config }, step }) =>
    `${config.task.name} ${config.setting.name} at ${config.learningRate}: step ${step}`
  );
  const left = secondsLeft === null ? [] : [`about ${duration(secondsLeft)} left`];
  return [`${ended} of ${runs} runs`, ...left, ...now].join("; ");
}

function describeRecords({ name }: Experiment, records: readonly History[]): string {
  const missing = records.every(isEnded)
    ? ""
    : `; \`deno task sweep ${name} --missing\` trains what is missing`;
  const counts = STATUSES.map((status) => {
    const count = records.filter((record) => record.status === status).length;
    return count > 0 ? [`${count} ${status}`] : [];
  });
  const from = origins(
    records.flatMap(({ stored }) => stored ? [stored.provenance, ...stored.earlier ?? []] : []),
  );
  return `${name}, ${records.length} runs: ${counts.flat().join(", ")}${from && ` ${from}`}${missing}`;
}
