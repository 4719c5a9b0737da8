import * as tf from "@tensorflow/tfjs-core";
import type { MatmulPrecision } from "../compiler/emitter.ts";
import { UserError } from "../errors.ts";
import { batchOf } from "../tasks/batch_of.ts";
import { batchesOf } from "../tasks/batches.ts";
import type { Batch, Split } from "../tasks/task.ts";
import { compiledScores } from "./compiled.ts";
import { evaluatedExamples } from "./evaluated_examples.ts";
import { examplesPerBatch } from "./evaluate.ts";
import { upload } from "./examples.ts";
import { contentOf, identityOf } from "./identity.ts";
import { assign, disposeLearner, initialLearner, type Learner } from "./learner.ts";
import { type GivenRun, parseRun } from "./run.ts";
import { loadRun } from "./saved_run.ts";

/** What a trained model says of examples; the values of one example lie side by side. */
export interface Predictions {
  /** Of each class before the softmax, [examples, answers, classes]. */
  scores: Float32Array;
  /** The classes with the highest scores, [examples, answers]. */
  predicted: Int32Array;
  /** The right ones, likewise. */
  labels: Int32Array;
}

/**
 * What a run's parameters that were best on validation say of the examples of a split which it is evaluated on: for
 * confusion matrices, calibration, or single mistakes.
 *
 * @param given The run as `train` was given it.
 * @param checkpoint The file that `train` has kept it in.
 * @param signal Stops after the current batch.
 * @throws The signal's reason, when it is aborted.
 * @throws {UserError} If there is no such file or split, the file is damaged, of another run or of one that was not evaluated
 * before it was kept or diverged, or `train` would refuse the run.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startBackend } from "../backend/start.ts";
 * import { gpt2Preset } from "../models/config.ts";
 * import { SETTINGS } from "../models/settings.ts";
 * import { openTask } from "../tasks/open.ts";
 * import { predict } from "./predict.ts";
 * import { train } from "./train.ts";
 *
 * await startBackend("cpu");
 * const run = {
 *   task: await openTask({ name: "bit-xor" }),
 *   body: { ...gpt2Preset("pocket-small"), layers: 1, width: 8, heads: 2 },
 *   setting: SETTINGS["unfrozen-random"],
 *   learningRate: 1e-3,
 *   seed: 0,
 *   options: { maximumSteps: 2, evaluateEvery: 2, validationExamples: 8, testExamples: 8 },
 * };
 * const checkpoint = `${await Deno.makeTempDir()}/run.safetensors`;
 * const { testAccuracy } = await train(run, { checkpoint });
 * const { predicted, labels } = await predict(run, checkpoint);
 * assert.equal(predicted.filter((one, i) => one === labels[i]).length / labels.length, testAccuracy);
 * ```
 */
export async function predict(
  given: GivenRun,
  checkpoint: string,
  { split = "test", signal }: { split?: Split; signal?: AbortSignal } = {},
): Promise<Predictions> {
  const run = parseRun(given), { task, options } = run, { answers, classes, sizes } = task;
  if (!Object.hasOwn(sizes, split)) {
    throw new UserError(
      `Expected a split, one of ${Object.keys(sizes).join(", ")}, but found ${JSON.stringify(split)}`,
    );
  }
  const learner = initialLearner(run);
  try {
    const saved = await loadRun(checkpoint, learner, { run: identityOf(run), content: contentOf(run) });
    if (saved === null) {
      throw new UserError(
        `Expected a run at ${checkpoint} but found none: give \`train\` that checkpoint first`,
      );
    }
    if (saved.progress.evaluations.length === 0) {
      throw new UserError(
        `Expected a run that was evaluated at ${checkpoint} but found one that has not been`,
      );
    }
    assign(learner.trained, saved.best);
    const examples = evaluatedExamples(sizes, options)[split];
    const scores = new Float32Array(examples * answers * classes),
      labels = new Int32Array(examples * answers);
    for (const { indices, count } of batchesOf(examples, examplesPerBatch(task))) {
      signal?.throwIfAborted();
      const batch = batchOf(task, split, indices), first = indices[0] * answers, values = count * answers;
      const found = await scoresOf(learner, batch, options.matmulPrecision);
      scores.set(found.subarray(0, values * classes), first * classes);
      labels.set(batch.labels.subarray(0, values), first);
    }
    return { scores, predicted: highest(scores, classes), labels };
  } finally {
    disposeLearner(learner);
  }
}

async function scoresOf(
  learner: Learner,
  batch: Batch,
  matmulPrecision: MatmulPrecision,
): Promise<Float32Array> {
  const inputs = upload(batch);
  const scores = await compiledScores[matmulPrecision].inBackground(learner, inputs)
    .finally(() => tf.dispose(inputs as unknown as tf.TensorContainer));
  try {
    return await scores.data<"float32">();
  } finally {
    scores.dispose();
  }
}

/** Of each answer the class with the highest score, the first of equal ones. */
function highest(scores: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: scores.length / classes }, (_, answer) => {
    const ofAnswer = scores.subarray(answer * classes, (answer + 1) * classes);
    return ofAnswer.indexOf(Math.max(...ofAnswer));
  });
}
