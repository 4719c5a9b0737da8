import { UserError } from "../errors.ts";
import type { Experiment } from "./experiment.ts";
import type { PlannedRun } from "./plan.ts";
import { isEnded } from "./record.ts";
import { runsOf } from "./runs_of.ts";
import { readPlanOrNone, readRun, writePlan } from "./store.ts";

/**
 * Writes down which runs belong to the sweep in `directory` from now on: those of the experiment and, where the weights
 * are gone since, those that ended with them. Says how many others have ended there.
 *
 * @throws {UserError} If another experiment was swept there, whose runs its plan would no longer list.
 */
export async function replan(
  runs: readonly PlannedRun[],
  experiment: Experiment,
  directory: string,
): Promise<void> {
  const { name, runs: earlier } = await readPlanOrNone(directory);
  if (name !== undefined && name !== experiment.name) {
    throw new UserError(
      `Expected ${directory} to be of the experiment ${experiment.name} but found a sweep of ${name}: ` +
        "choose another folder by --out",
    );
  }
  const planned = await withEndedOnes(runs, experiment, { directory, earlier });
  const ids = new Set(planned.map(({ runId }) => runId));
  const left = await endedOf(earlier.filter(({ runId }) => !ids.has(runId)), directory);
  await writePlan(directory, planned, experiment.name);
  if (left.size === 0) return;
  console.error(
    `Ended in ${directory} but no longer part of ${experiment.name}: ${left.size} runs, whose folders are kept`,
  );
}

/** The runs with those that ended in `directory` with pretrained weights, where the weights are gone since. */
async function withEndedOnes(
  runs: readonly PlannedRun[],
  experiment: Experiment,
  { directory, earlier }: { directory: string; earlier: readonly PlannedRun[] },
): Promise<readonly PlannedRun[]> {
  const withWeights = ({ config }: PlannedRun) => config.weights !== null;
  const known = earlier.find(withWeights);
  if (known === undefined || runs.some(withWeights)) return runs;
  const all = await runsOf(experiment, known.config.weights);
  const ids = new Set(runs.map(({ runId }) => runId)).union(await endedOf(all, directory));
  return all.filter(({ runId }) => ids.has(runId));
}

/** The ids of those of `runs` that have ended in `directory`. */
async function endedOf(runs: readonly PlannedRun[], directory: string): Promise<Set<string>> {
  const stored = await Promise.all(runs.map(({ runId }) => readRun(directory, runId)));
  return new Set(stored.flatMap((run) => run !== null && isEnded(run) ? [run.runId] : []));
}
