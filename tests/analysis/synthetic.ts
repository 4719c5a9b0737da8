import { SETTINGS } from "../../lib/models/settings.ts";
import { runConfigSchema } from "../../lib/sweeps/experiment.ts";
import type { History, RunRecord } from "../../lib/sweeps/record.ts";

/** A made-up record, for tests only: nobody has trained it. */
export function syntheticRun(known: Partial<RunRecord> = {}): RunRecord {
  const { task, setting, learningRate, seed, validationAccuracy } = {
    task: "mnist",
    setting: "frozen-random",
    learningRate: 1e-3,
    seed: 0,
    validationAccuracy: 0.5,
    ...known,
  };
  return {
    runId: `synthetic-${task}-${setting}-${learningRate}-${seed}`,
    task,
    setting,
    learningRate,
    seed,
    status: "finished",
    validationAccuracy,
    testAccuracy: validationAccuracy,
    trainAccuracy: validationAccuracy,
    bestStep: 100,
    steps: 100,
    seconds: 10,
    ...known,
  };
}

/** A made-up run that has not ended. */
export function pendingRun(known: Partial<RunRecord> = {}): RunRecord {
  return syntheticRun({
    status: "pending",
    validationAccuracy: null,
    testAccuracy: null,
    trainAccuracy: null,
    bestStep: null,
    steps: 0,
    seconds: 0,
    ...known,
  });
}

/**
 * A made-up sweep: in each task and setting accuracy peaks at a learning rate of its own, and seeds differ by
 * 0.01.
 */
export function syntheticSweep(
  { tasks = ["mnist", "listops"], settings = ["frozen-random", "unfrozen-random"], seeds = [0, 1, 2] } = {},
): RunRecord[] {
  const learningRates = [1e-4, 1e-3, 3e-3, 1e-2];
  return tasks.flatMap((task, t) =>
    seeds.flatMap((seed) =>
      settings.flatMap((setting, s) =>
        learningRates.map((learningRate, i) =>
          syntheticRun({
            task,
            setting,
            learningRate,
            seed,
            validationAccuracy: 0.9 - 0.2 * t - 0.03 * s - 0.1 * Math.abs(i - 1 - s % 2) + 0.01 * seed,
          })
        )
      )
    )
  );
}

/** A made-up run with its configuration and, every 10 steps, these validation accuracies. */
export function syntheticHistory(
  known: Partial<RunRecord>,
  accuracies: readonly number[],
  patience = 1,
): History {
  const best = Math.max(...accuracies);
  const run = syntheticRun({
    validationAccuracy: best,
    bestStep: 10 * (accuracies.indexOf(best) + 1),
    steps: 10 * accuracies.length,
    ...known,
  });
  const { task: name, learningRate, seed } = run;
  const setting = Object.values(SETTINGS).find((one) => one.name === run.setting) ??
    { name: run.setting, initialization: "random", trained: ["output"] };
  const training = { maximumSteps: 10 * accuracies.length, evaluateEvery: 10, patience };
  const config = { model: "pocket", weights: null, task: { name }, setting, learningRate, seed, training };
  return {
    ...run,
    config: runConfigSchema.parse(config),
    stored: null,
    evaluations: accuracies.map((validationAccuracy, i) => (
      { step: 10 * (i + 1), validationAccuracy, validationLoss: 1 }
    )),
  };
}

/** A made-up sweep of the paper's four settings on MNIST with these test accuracies, one for each learning rate. */
export function syntheticFour(
  accuracies: Partial<Record<string, readonly number[]>>,
  { learningRates = [1e-4, 1e-3, 1e-2], seeds = [0, 1, 2], task = "mnist" } = {},
): History[] {
  return Object.entries(accuracies).flatMap(([setting, values]) =>
    seeds.flatMap((seed) =>
      learningRates.map((learningRate, i) => {
        const accuracy = values![i] + 0.001 * seed;
        return syntheticHistory({ task, setting, learningRate, seed, testAccuracy: accuracy }, [accuracy]);
      })
    )
  );
}

/** A made-up run that diverged before it was ever evaluated. */
export function neverEvaluated(known: Partial<RunRecord>): History {
  const unknown = { validationAccuracy: null, testAccuracy: null, trainAccuracy: null, bestStep: null };
  return { ...syntheticHistory({ ...unknown, ...known, status: "diverged" }, [0]), evaluations: [] };
}
