import { type Origin, provenance } from "../provenance.ts";
import { type Experiment, learningRatesOf } from "../sweeps/experiment.ts";
import { identified } from "../tasks/identified.ts";
import { openTask } from "../tasks/open.ts";
import type { Split, Task } from "../tasks/task.ts";
import { evaluatedExamples } from "../training/evaluated_examples.ts";
import type { TrainingOptions } from "../training/options.ts";
import { fitRules } from "./fit_rules.ts";
import { labelledExamples } from "./labelled.ts";
import type { BaselineRecord } from "./record.ts";
import { accuracyOf } from "./rule.ts";
import { trainRegressions } from "./train_regressions.ts";

/** A record but for what all those of a task have. */
type Measured = Omit<BaselineRecord, "task" | "config" | "provenance">;

/**
 * What the baselines reach on each task of an experiment, in its order: rules, and the logistic regression at each
 * learning rate with each seed. Needs a compute backend (see `startBackend`).
 *
 * @param onTask Called, and awaited, with the records of each task.
 * @throws {UserError} If data are missing or damaged.
 */
export async function measureBaselines(
  experiment: Experiment,
  origin: Origin,
  onTask: (records: BaselineRecord[]) => unknown = () => {},
): Promise<BaselineRecord[]> {
  const all: BaselineRecord[] = [];
  for (const entry of experiment.tasks) {
    const task = await openTask(entry.task), { training } = entry;
    const config = { task: await identified(entry.task), training };
    const learningRates = learningRatesOf(experiment, entry, "logistic-regression");
    const measured = [
      ...measureRules(task, training),
      ...await measureRegressions(task, training, learningRates, experiment.seeds),
    ];
    const records = measured.map((one) => ({
      ...one,
      task: task.name,
      config,
      provenance: provenance(origin),
    }));
    await onTask(records);
    all.push(...records);
  }
  return all;
}

function measureRules(task: Task, options: TrainingOptions): Measured[] {
  const examples = evaluatedExamples(task.sizes, options);
  const evaluated = (split: Split) => labelledExamples(task, split, examples[split]);
  return fitRules(task, options).map(([baseline, rule]) => ({
    baseline,
    learningRate: null,
    seed: null,
    validationAccuracy: accuracyOf(rule, evaluated("validation")),
    testAccuracy: accuracyOf(rule, evaluated("test")),
    bestStep: null,
  }));
}

async function measureRegressions(
  task: Task,
  options: TrainingOptions,
  learningRates: readonly number[],
  seeds: readonly number[],
): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const seed of seeds) {
    const ofSeed = await trainRegressions(task, { learningRates, seed, options });
    results.push(...ofSeed.map((one): Measured => ({ baseline: "logistic-regression", seed, ...one })));
  }
  return results;
}
