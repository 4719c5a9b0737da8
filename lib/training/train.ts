import * as tf from "@tensorflow/tfjs-core";
import { setImmediate } from "node:timers/promises";
import { keyTensor } from "../compiler/dropout.ts";
import { UserError } from "../errors.ts";
import { download } from "../models/parameters.ts";
import type { Split } from "../tasks/task.ts";
import { stepSize } from "./adam.ts";
import { checkpointSchedule } from "./checkpoint_schedule.ts";
import { saveCheckpoint } from "./checkpoint.ts";
import { compiledStep } from "./compiled.ts";
import { bestEvaluation, type Evaluation, shouldStop } from "./early_stopping.ts";
import { evaluate } from "./evaluate.ts";
import { evaluatedExamples } from "./evaluated_examples.ts";
import { upload } from "./examples.ts";
import { contentOf, identityOf, stepKey, trainingBatch } from "./identity.ts";
import { assign, disposeLearner, initialLearner, type Learner } from "./learner.ts";
import { readAll } from "./read_all.ts";
import { type GivenRun, type Metrics, parseRun, type Result, type Run } from "./run.ts";
import { loadRun } from "./saved_run.ts";
import { stopwatch } from "./stopwatch.ts";
import { meanLoss, nextMultiple, type Progress, STEPS_PER_REPORT } from "./progress.ts";

export type { GivenRun, Metrics, Result, Run } from "./run.ts";

/**
 * Trains a transfer model and evaluates it: gradient steps with early stopping on the validation split, then the
 * test accuracy of the parameters that were best on validation (Rothermel et al., 2021, section 3).
 *
 * Everything random comes from the seed and the step, so a run gives the same numbers each time on one machine with as
 * many threads, interrupted or not. A loss that is not finite, in training or on validation, ends the run as "diverged",
 * which is a result. Accuracies are fractions from 0 to 1. The trained parameters are not returned: the checkpoint, a
 * safetensors file, has them, those that were best on validation as "best/...", of which `predict` gives the answers.
 *
 * @param given.pretrained What `(await loadGpt2(weightsFolder("pocket"))).parameters`, say, gives; for settings that need
 * it.
 * @param checkpoint The file from which the run is resumed, if it is there, and in which it is kept as it goes on and
 * when it is stopped. Deleting it afterwards is left to the caller.
 * @param secondsPerCheckpoint So long after it was kept last it is kept again, though no sooner than at the next report;
 * later if that took long (see `checkpointSchedule`).
 * @param signal Stops the run after the current step.
 * @param onMetrics Called with the mean training loss of every ten steps, and with each look at the validation split.
 * @param onResume Called when the run goes on from its checkpoint, with the looks at the validation split before.
 * @throws The signal's reason, when it is aborted; the run can then be resumed.
 * @throws {UserError} If no backend was started (see `startBackend`), the run does not fit (see `parseRun`), the setting
 * needs pretrained weights and there are none, a batch is not as the task says, or the checkpoint is damaged or of another run.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startBackend } from "../backend/start.ts";
 * import { gpt2Preset } from "../models/config.ts";
 * import { SETTINGS } from "../models/settings.ts";
 * import { openTask } from "../tasks/open.ts";
 * import { train } from "./train.ts";
 *
 * await startBackend("cpu");
 * const { status, steps } = await train({
 *   task: await openTask({ name: "bit-xor" }),
 *   body: { ...gpt2Preset("pocket-small"), layers: 1, width: 8, heads: 2 },
 *   setting: SETTINGS["unfrozen-random"],
 *   learningRate: 1e-3,
 *   seed: 0,
 *   options: { maximumSteps: 2, evaluateEvery: 2, validationExamples: 8, testExamples: 8 },
 * });
 * assert.deepEqual([status, steps], ["finished", 2]);
 * ```
 */
export async function train(
  given: GivenRun,
  { checkpoint, secondsPerCheckpoint = 30, signal, onMetrics = () => {}, onResume = () => {} }: {
    checkpoint?: string;
    secondsPerCheckpoint?: number;
    signal?: AbortSignal;
    onMetrics?: (metrics: Metrics) => void;
    onResume?: (evaluations: readonly Evaluation[]) => void;
  } = {},
): Promise<Result> {
  if (!tf.engine().backendName) {
    throw new UserError("Expected a compute backend but found none: `await startBackend()` first");
  }
  const run = parseRun(given);
  const { task, options } = run, { matmulPrecision } = options;
  const learner = initialLearner(run);
  try {
    const expected = { run: identityOf(run), content: checkpoint && contentOf(run) };
    const fresh: Progress = {
      ...expected,
      step: 0,
      seconds: 0,
      evaluations: [],
      losses: [],
      ended: null,
    };
    const saved = checkpoint === undefined ? null : await loadRun(checkpoint, learner, expected);
    if (saved) onResume(saved.progress.evaluations);
    const progress = saved?.progress ?? fresh;
    let best = saved?.best ?? await download(learner.trained);

    const watch = stopwatch(progress.seconds);
    const keep = checkpoint === undefined
      ? undefined
      : () => saveCheckpoint(checkpoint, learner, progress, { best });
    const { isDue, save } = checkpointSchedule(progress, watch, secondsPerCheckpoint, keep);
    const examples = evaluatedExamples(task.sizes, options);
    const look = (split: Split) =>
      evaluate(task, learner, { split, examples: examples[split], matmulPrecision, signal });

    try {
      while (progress.ended === null) {
        const { step, evaluations } = progress;
        const due = isMultiple(step, options.evaluateEvery) || step === options.maximumSteps;
        if (due && evaluations.at(-1)?.step !== step) {
          const { accuracy, loss } = await look("validation");
          if (Number.isFinite(loss)) {
            const evaluation = { step, validationAccuracy: accuracy, validationLoss: loss };
            evaluations.push(evaluation);
            onMetrics(evaluation);
            if (bestEvaluation(evaluations) === evaluation) best = await download(learner.trained);
          } else progress.ended = "diverged";
        }
        const isLast = step >= options.maximumSteps || shouldStop(evaluations, options.patience);
        progress.ended ??= isLast ? "finished" : null;
        if (progress.ended === null) {
          await advance(run, learner, progress, signal);
          if (!progress.losses.every(Number.isFinite)) progress.ended = "diverged";
          else if (isMultiple(progress.step, STEPS_PER_REPORT)) {
            onMetrics({ step: progress.step, loss: meanLoss(progress.losses.splice(0)) });
          }
        }
        if (progress.ended || isDue()) await save();
      }
    } catch (error) {
      // After another error the variables may be those of steps that are not counted.
      if (signal?.aborted && error === signal.reason) await save();
      throw error;
    }

    const bestOne = bestEvaluation(progress.evaluations);
    assign(learner.trained, best);
    const accuracyOf = async (split: Split) => bestOne === undefined ? null : (await look(split)).accuracy;
    return {
      status: progress.ended,
      validationAccuracy: bestOne?.validationAccuracy ?? null,
      testAccuracy: await accuracyOf("test"),
      trainAccuracy: await accuracyOf("train"),
      bestStep: bestOne?.step ?? null,
      steps: progress.step,
      seconds: watch.seconds(),
    };
  } finally {
    disposeLearner(learner);
  }
}

/**
 * Takes the gradient steps up to the next report, evaluation or end.
 *
 * @throws The signal's reason, when it is aborted before; the steps that were taken are counted.
 */
async function advance(run: Run, learner: Learner, progress: Progress, signal?: AbortSignal): Promise<void> {
  const { evaluateEvery, maximumSteps } = run.options;
  const ends = [STEPS_PER_REPORT, evaluateEvery].map((period) => nextMultiple(progress.step, period));
  const end = Math.min(maximumSteps, ...ends);
  const losses: tf.Scalar[] = [];
  try {
    for (let step = progress.step; step < end && !signal?.aborted; step++) {
      losses.push(await takeStep(run, learner, step));
      await setImmediate(); // lets a signal arrive
    }
  } catch (error) {
    tf.dispose(losses);
    throw error;
  }
  progress.step += losses.length;
  progress.losses.push(...await readAll(losses));
  if (progress.step < end) signal?.throwIfAborted();
}

/** The gradient step after `step` others. */
async function takeStep(run: Run, learner: Learner, step: number): Promise<tf.Scalar> {
  const { learningRate, seed, options } = run;
  const inputs = {
    examples: upload(trainingBatch(run, step)),
    size: tf.tensor1d(stepSize(learningRate, step + 1)),
    key: keyTensor(stepKey(seed, "dropout", step)),
  };
  try {
    return await compiledStep[options.matmulPrecision].inBackground(learner, inputs, options.clipNorm);
  } finally {
    tf.dispose(inputs as unknown as tf.TensorContainer);
  }
}

function isMultiple(step: number, period: number): boolean {
  return step > 0 && step % period === 0;
}
