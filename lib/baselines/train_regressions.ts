import * as tf from "@tensorflow/tfjs-core";
import { download, type HostParameters } from "../models/parameters.ts";
import type { Task } from "../tasks/task.ts";
import { stepSize } from "../training/adam.ts";
import { bestEvaluation, type Evaluation, shouldStop } from "../training/early_stopping.ts";
import { evaluatedExamples } from "../training/evaluated_examples.ts";
import { upload } from "../training/examples.ts";
import { trainingBatch } from "../training/identity.ts";
import { assign } from "../training/learner.ts";
import type { TrainingOptions } from "../training/options.ts";
import { compiledSteps } from "./compiled.ts";
import { createRegression, disposeRegression, type Regression, shapeOf } from "./regression.ts";
import { scoreRegressions } from "./score_regressions.ts";

/** How a regression ended. */
export interface RegressionResult {
  learningRate: number;
  /** Fractions from 0 to 1, of the parameters with the best validation accuracy. */
  validationAccuracy: number;
  testAccuracy: number;
  bestStep: number;
}

/** A regression in training: its evaluations until early stopping, and what it was at the best of them. */
interface Candidate {
  regression: Regression;
  evaluations: Pick<Evaluation, "step" | "validationAccuracy">[];
  best: HostParameters;
}

/**
 * Trains a multinomial logistic regression on a task for each learning rate, as runs of the transfer model are trained:
 * the same examples in the same order, augmented alike, as many gradient steps of Adam, the same clipping, evaluations
 * and early stopping. Only it starts from zeros, so that seeds differ in the order of the examples and their augmentation
 * alone. It cannot diverge: a step of Adam changes a weight by little more than the learning rate.
 *
 * @param learningRates Trained side by side, on the same batches.
 * @returns A result for each learning rate, in their order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startBackend } from "../backend/start.ts";
 * import { openTask } from "../tasks/open.ts";
 * import { trainingOptionsSchema } from "../training/options.ts";
 * import { trainRegressions } from "./train_regressions.ts";
 *
 * await startBackend("cpu");
 * const task = await openTask({ name: "bit-xor", examples: { validation: 8, test: 8 } });
 * const options = trainingOptionsSchema.parse({ maximumSteps: 4, evaluateEvery: 2 });
 * const [{ bestStep }] = await trainRegressions(task, { learningRates: [1e-2], seed: 0, options });
 * assert([2, 4].includes(bestStep));
 * ```
 */
export async function trainRegressions(
  task: Task,
  { learningRates, seed, options }: {
    learningRates: readonly number[];
    seed: number;
    options: TrainingOptions;
  },
): Promise<RegressionResult[]> {
  const { maximumSteps, evaluateEvery, patience, matmulPrecision } = options;
  const regressions = learningRates.map(() => createRegression(task));
  try {
    const candidates = await Promise.all(regressions.map(async (regression): Promise<Candidate> => (
      { regression, evaluations: [], best: await download(regression.trained) }
    )));
    const isOngoing = ({ evaluations }: Candidate) => !shouldStop(evaluations, patience);
    const examples = evaluatedExamples(task.sizes, options);
    const score = (split: "validation" | "test") =>
      scoreRegressions(task, regressions, { split, examples: examples[split], matmulPrecision });
    for (let step = 1; step <= maximumSteps && candidates.some(isOngoing); step++) {
      takeSteps(task, regressions, { learningRates, seed, options, step });
      if (step % evaluateEvery !== 0 && step !== maximumSteps) continue;
      for (const [i, validationAccuracy] of (await score("validation")).entries()) {
        // Those that have stopped are trained on with the others, but nobody looks.
        if (isOngoing(candidates[i])) await note(candidates[i], { step, validationAccuracy });
      }
    }
    for (const { regression, best } of candidates) assign(regression.trained, best);
    const tested = await score("test");
    return candidates.map(({ evaluations }, i) => {
      const { validationAccuracy, step } = bestEvaluation(evaluations)!;
      return {
        learningRate: learningRates[i],
        validationAccuracy,
        testAccuracy: tested[i],
        bestStep: step,
      };
    });
  } finally {
    regressions.forEach(disposeRegression);
  }
}

async function note(candidate: Candidate, evaluation: Candidate["evaluations"][number]): Promise<void> {
  candidate.evaluations.push(evaluation);
  if (bestEvaluation(candidate.evaluations) === evaluation) {
    candidate.best = await download(candidate.regression.trained);
  }
}

/** Gradient step number `step`, from 1 on, of each regression. */
function takeSteps(
  task: Task,
  regressions: Regression[],
  { learningRates, seed, options, step }: {
    learningRates: readonly number[];
    seed: number;
    options: TrainingOptions;
    step: number;
  },
): void {
  // Runs count their steps from 0 where they draw.
  const examples = upload(trainingBatch({ task, seed, options }, step - 1));
  const sizes = learningRates.map((learningRate) => tf.tensor1d(stepSize(learningRate, step)));
  try {
    compiledSteps[options.matmulPrecision](regressions, shapeOf(task), examples, sizes, options.clipNorm);
  } finally {
    tf.dispose([examples as unknown as tf.TensorContainer, sizes]);
  }
}
