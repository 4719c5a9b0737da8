import { adding, UserError } from "../../errors.ts";
import { flopsOfRuns, LARGE } from "../../sweeps/cost.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import { messageOf } from "../../sweeps/outcome.ts";
import { sourceOf } from "../../sweeps/presets.ts";
import type { SweepProgress } from "../../sweeps/progress.ts";
import { type History, isEnded, STATUSES } from "../../sweeps/record.ts";
import { historiesOf } from "../../sweeps/histories_of.ts";
import { checkAnyRuns, sweep, type SweepOptions } from "../../sweeps/sweep.ts";
import { duration, flopsLabel } from "../labels.ts";
import { origins } from "../origins.ts";
import { mayTrain, TRAIN_VARIABLE } from "../training.ts";
import { interruptible } from "./interruptible.ts";
import { liveDisplay } from "./live_display.ts";
import { progressBar } from "./progress_bar.ts";

/**
 * The histories of an experiment's runs, which are records too. Runs that have not ended, neither here nor in the
 * records under version control, are trained first, with a progress bar below the running cell, unless the
 * environment variable UTR_TRAIN is "no". Interrupting the cell stops them after the current gradient steps; they can be
 * resumed.
 *
 * @throws {UserError} If there are no runs, since all settings need weights that are not there; if those to train would
 * take days; if the cell is interrupted; else as `sweep`.
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
  const read = () => historiesOf(experiment, options.directory);
  const finish = async (histories: History[]) => {
    const ended = histories.filter(isEnded).length;
    await live.finish(() => progressBar(ended / histories.length, describeRecords(experiment, histories)));
    return histories;
  };
  const before = await read(), known = before.filter(isEnded);
  checkAnyRuns(experiment, before);
  if (known.length === before.length || !mayTrain()) return await finish(before);
  checkIsSmall(experiment, before);
  return await interruptible(async (signal) => {
    await sweep(experiment, {
      command: `sweep ${experiment.name}`,
      ...options,
      signal: AbortSignal.any([signal, ...options.signal ? [options.signal] : []]),
      except: new Set(known.map(({ runId }) => runId)),
      onProgress: (progress) =>
        live.update(() => progressBar(progress.ended / progress.runs, describeProgress(progress))),
    }).catch((error) => {
      throw adding(`\n${SHOWS_WHAT_IS_THERE}`, error);
    });
    const histories = await finish(await read());
    signal.throwIfAborted();
    return histories;
  });
}

const SHOWS_WHAT_IS_THERE =
  `With ${TRAIN_VARIABLE}=no in its environment a notebook shows the runs that are there.`;

/** What takes days is not started by executing a cell. */
function checkIsSmall({ name }: Experiment, histories: readonly History[]): void {
  const flops = flopsOfRuns(histories.filter((run) => !isEnded(run)).map(({ config }) => config));
  if (flops < LARGE) return;
  const [most, found] = [LARGE, flops].map(flopsLabel),
    command = `deno task sweep ${sourceOf(name)} --missing`;
  throw new UserError(
    `Expected at most ${most} FLOPs to train in a notebook but found ${found} in ${name}: \`${command}\` says what ` +
      `they cost, and asks before it starts\n${SHOWS_WHAT_IS_THERE}`,
  );
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
    : `; \`deno task sweep ${sourceOf(name)} --missing\` trains what is missing`;
  const failure = records.find(({ status }) => status === "failed")?.stored?.error;
  const reason = failure ? `; the first that failed: ${messageOf(failure)}` : "";
  const counts = STATUSES.map((status) => {
    const count = records.filter((record) => record.status === status).length;
    return count > 0 ? [`${count} ${status}`] : [];
  });
  const from = origins(
    records.flatMap(({ stored }) => stored ? [stored.provenance, ...stored.earlier ?? []] : []),
  );
  return `${name}, ${records.length} runs: ${counts.flat().join(", ")}${
    from && ` ${from}`
  }${reason}${missing}`;
}
