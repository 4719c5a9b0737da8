import { isDeepStrictEqual } from "node:util";
import { type Origin, provenance } from "../provenance.ts";
import { type Experiment, learningRatesOf } from "../sweeps/experiment.ts";
import { identified } from "../tasks/identified.ts";
import { openTask } from "../tasks/open.ts";
import type { Split, Task } from "../tasks/task.ts";
import { evaluatedExamples } from "../training/evaluated_examples.ts";
import type { TrainingOptions } from "../training/options.ts";
import { rulesFor } from "./rules_for.ts";
import { labelledExamples } from "./labelled.ts";
import { type BaselineRecord, baselineRecordSchema, BASELINES } from "./record.ts";
import { accuracyOf } from "./rule.ts";
import { trainRegressions } from "./train_regressions.ts";

/** A record but for what all those of a task have. */
type Measured = Omit<BaselineRecord, "task" | "config" | "provenance">;

export interface MeasureOptions {
  /** Baselines of the experiment that need not be measured, such as those on record. */
  known?: readonly BaselineRecord[];
  /**
   * Called, and awaited, whenever some have been measured, a seed's for one: with those that are known by then, in the
   * experiment's order.
   */
  onMeasured?: (records: BaselineRecord[]) => unknown;
  /** Called, and awaited, with the records of each task. */
  onTask?: (records: BaselineRecord[]) => unknown;
}

/**
 * What the baselines reach on each task of an experiment, in its order: rules, and the logistic regression at each
 * learning rate with each seed. Needs a compute backend (see `startBackend`).
 *
 * @throws {UserError} If data are missing or damaged.
 */
export async function measureBaselines(
  experiment: Experiment,
  origin: Origin,
  { known = [], onMeasured = () => {}, onTask = () => {} }: MeasureOptions = {},
): Promise<BaselineRecord[]> {
  const all: BaselineRecord[] = [];
  for (const entry of experiment.tasks) {
    const task = await openTask(entry.task), { training } = entry;
    const config = { task: await identified(entry.task), training };
    const before = known.filter((record) => isDeepStrictEqual(record.config, config));
    const ofTask: BaselineRecord[] = [];
    const add = async (there: BaselineRecord[], measured: Measured[]) => {
      const fresh = measured.map((one) =>
        // In the order of the fields that those on record have.
        baselineRecordSchema.parse({ ...one, task: task.name, config, provenance: provenance(origin) })
      );
      ofTask.push(...[...there, ...fresh].toSorted(byPlace));
      const soFar = [...all, ...ofTask];
      if (fresh.length > 0) {
        await onMeasured([
          ...soFar,
          ...known.filter((record) => !soFar.includes(record)),
        ]);
      }
    };
    const rules = before.filter(({ seed }) => seed === null);
    const missing = rulesFor(task, training)
      .filter(([name]) => !rules.some(({ baseline }) => baseline === name));
    await add(rules, measureRules(task, training, missing));
    for (const seed of experiment.seeds) {
      const there = before.filter((record) => record.seed === seed);
      const learningRates = learningRatesOf(experiment, entry, "logistic-regression")
        .filter((rate) => !there.some(({ learningRate }) => learningRate === rate));
      await add(there, await measureRegressions(task, training, learningRates, seed));
    }
    await onTask(ofTask);
    all.push(...ofTask);
  }
  return all;
}

/** In the order in which rules are fitted, and of learning rates. */
function byPlace(a: BaselineRecord, b: BaselineRecord): number {
  return BASELINES.indexOf(a.baseline) - BASELINES.indexOf(b.baseline) || a.learningRate! - b.learningRate!;
}

function measureRules(task: Task, options: TrainingOptions, rules: ReturnType<typeof rulesFor>): Measured[] {
  const examples = evaluatedExamples(task.sizes, options);
  const evaluated = (split: Split) => labelledExamples(task, split, examples[split]);
  return rules.map(([baseline, fit]) => {
    const rule = fit();
    return {
      baseline,
      learningRate: null,
      seed: null,
      validationAccuracy: accuracyOf(rule, evaluated("validation")),
      testAccuracy: accuracyOf(rule, evaluated("test")),
      bestStep: null,
    };
  });
}

async function measureRegressions(
  task: Task,
  options: TrainingOptions,
  learningRates: readonly number[],
  seed: number,
): Promise<Measured[]> {
  if (learningRates.length === 0) return [];
  const results = await trainRegressions(task, { learningRates, seed, options });
  return results.map((one) => ({ baseline: "logistic-regression", seed, ...one }));
}
