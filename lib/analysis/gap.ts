import type { History, RunRecord } from "../sweeps/record.ts";
import type { TaskOptions } from "../tasks/options.ts";
import { taskShape } from "../tasks/shape.ts";
import { evaluatedExamples } from "../training/evaluated_examples.ts";
import { bestRuns } from "./best_runs.ts";
import { type Estimate, estimate, mean } from "./statistics.ts";

/** How much better a setting does on the training split, at its best learning rate. */
export interface Gap {
  task: string;
  setting: string;
  learningRate: number;
  /** Fractions from 0 to 1; null where no run was evaluated. */
  train: Estimate | null;
  test: Estimate | null;
  /** Train minus test accuracy, seed by seed. */
  gap: Estimate | null;
  /** Of how many training examples, the split's first, the training accuracy is. */
  trainExamples: number;
  /**
   * The share of the training split that the runs had learned from by their best step, mean over seeds. Training accuracy
   * is that of the split's first examples, so where little was seen the gap is of few examples. Null where training
   * examples are generated without end.
   */
  seen: number | null;
}

/**
 * The gap between training and test accuracy of each task and setting at its best learning rate, at the best
 * validation step.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { trainTestGaps } from "./gap.ts";
 *
 * const [{ train, test, gap }] = trainTestGaps(await historiesOf(preset("pocket")));
 * assert(Math.abs(train!.mean - test!.mean - gap!.mean) < 1e-9);
 * ```
 */
export function trainTestGaps(histories: readonly History[]): Gap[] {
  return bestRuns(histories).map(({ task, setting, learningRate, runs }) => {
    const known = runs.filter(hasGap);
    return {
      task,
      setting,
      learningRate,
      train: estimate(known.map(({ trainAccuracy }) => trainAccuracy!)),
      test: estimate(known.map(({ testAccuracy }) => testAccuracy!)),
      gap: estimate(known.map(({ trainAccuracy, testAccuracy }) => trainAccuracy! - testAccuracy!)),
      trainExamples: evaluatedExamples(taskShape(runs[0].config.task).sizes, runs[0].config.training).train,
      seen: known.some(({ config }) => trainingExamples(config.task) === Infinity)
        ? null
        : mean(known.map(seenShare)),
    };
  });
}

/** Whether a run was evaluated on both splits: one that diverged early was not. */
export function hasGap({ trainAccuracy, testAccuracy }: RunRecord): boolean {
  return trainAccuracy !== null && testAccuracy !== null;
}

/** The share of the training split that a run had learned from by its best step, from 0 to 1. */
export function seenShare({ bestStep, config: { task, training } }: History): number {
  return Math.min(1, (bestStep ?? 0) * training.batchSize / trainingExamples(task));
}

const trainingExamples = (task: TaskOptions) => taskShape(task).sizes.train;
