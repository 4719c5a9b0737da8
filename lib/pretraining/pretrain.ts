import * as tf from "@tensorflow/tfjs-core";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { sha256OfData } from "../files/integrity.ts";
import { initialGpt2 } from "../models/initial_gpt2.ts";
import { download, type HostParameters } from "../models/parameters.ts";
import { fold, keyOf } from "../random/key.ts";
import { ADAM, type AdamRecipe, stepSize } from "../training/adam.ts";
import { loadCheckpoint, saveCheckpoint } from "../training/checkpoint.ts";
import { checkpointSchedule } from "../training/checkpoint_schedule.ts";
import { meanLoss, nextMultiple, STEPS_PER_REPORT } from "../training/progress.ts";
import { stopwatch } from "../training/stopwatch.ts";
import { readAll } from "../training/read_all.ts";
import { bitsPerByte } from "./evaluate.ts";
import { createLearner, disposeLearner, type LanguageLearner, modelOf } from "./learner.ts";
import type { PretrainingOptions } from "./options.ts";
import { repeatPositions } from "./positions.ts";
import { learningRateAt } from "./schedule.ts";
import { pretrainingStep } from "./step.ts";
import type { Text } from "./text.ts";
import { trainingWindows } from "./windows.ts";

export const evaluationSchema = z.strictObject({ step: z.int(), validationBitsPerByte: z.number() });

const progressSchema = z.strictObject({
  /** Of which options and text; undefined where no checkpoint is kept. */
  run: z.string().optional(),
  /** Gradient steps taken. */
  step: z.int().min(0),
  seconds: z.number().min(0),
  evaluations: z.array(evaluationSchema),
});

/** A look at a part of the validation text. */
export type Evaluation = z.infer<typeof evaluationSchema>;

/** What pretraining tells while it goes on: the mean loss of some steps, or a look at the validation text. */
export type PretrainingMetrics = { step: number; bitsPerByte: number } | Evaluation;

/** How pretraining ended. */
export interface Pretrained {
  parameters: HostParameters;
  /** On the whole validation text, computed in float32. */
  validationBitsPerByte: number;
  evaluations: Evaluation[];
  /** Bytes that were learned from, repetitions counted. */
  bytes: number;
  /** Time spent, over all resumptions. */
  seconds: number;
}

/**
 * Trains a GPT-2 whose tokens are bytes to predict the next one. Everything random comes from the seed and the step,
 * so the weights are the same each time on one machine with as many threads, interrupted or not.
 *
 * @param checkpoint The file from which the run is resumed, if it is there, and in which it is kept now and then and
 * when it is stopped.
 * @param secondsPerCheckpoint So long after it was kept last it is kept again, though no sooner than a step later, and
 * later if that took long (see `checkpointSchedule`).
 * @param signal Stops the run after the current step.
 * @throws The signal's reason, when it is aborted; the run can then be resumed.
 * @throws {UserError} If a loss is not finite, or the checkpoint is damaged or of another run.
 */
export async function pretrain(
  text: Pick<Text, "train" | "validation">,
  options: PretrainingOptions,
  { checkpoint, secondsPerCheckpoint = 60, signal, onMetrics = () => {} }: {
    checkpoint?: string;
    secondsPerCheckpoint?: number;
    signal?: AbortSignal;
    onMetrics?: (metrics: PretrainingMetrics) => void;
  } = {},
): Promise<Pretrained> {
  const { steps, shortSteps, evaluateEvery, evaluationBytes, length, batchSize, matmulPrecision } = options;
  const model = modelOf(options);
  const learner = createLearner(model, initialGpt2(model, fold(keyOf(options.seed), "initialization")));
  try {
    const run = checkpoint && identityOf(text, options);
    const schema = progressSchema.extend({ run: z.literal(run) });
    const saved = checkpoint === undefined ? null : await loadCheckpoint(checkpoint, learner, schema);
    const progress = saved?.progress ?? { run, step: 0, seconds: 0, evaluations: [] as Evaluation[] };
    const watch = stopwatch(progress.seconds);
    const keep = checkpoint === undefined ? undefined : () => saveCheckpoint(checkpoint, learner, progress);
    const { isDue, save } = checkpointSchedule(progress, watch, secondsPerCheckpoint, keep);
    const look = (options: Omit<Parameters<typeof bitsPerByte>[3], "signal">) =>
      bitsPerByte(learner.trained, model, text.validation, { ...options, signal });

    try {
      while (progress.step < steps) {
        const { step, evaluations } = progress;
        if (step > 0 && step === shortSteps) {
          repeatPositions(learner.trained["wpe.weight"], options.shortLength);
        }
        if (step % evaluateEvery === 0 && evaluations.at(-1)?.step !== step) {
          const [, length] = shapeAt(step, options);
          const limit = Math.ceil(evaluationBytes / length);
          const evaluation = { step, validationBitsPerByte: await look({ length, limit, matmulPrecision }) };
          evaluations.push(evaluation);
          onMetrics(evaluation);
        }
        const periods = [STEPS_PER_REPORT, evaluateEvery].map((period) => nextMultiple(step, period));
        const end = Math.min(step < shortSteps ? shortSteps : steps, steps, ...periods);
        const losses = await advance(learner, text.train, options, { from: step, to: end, isDue, signal });
        progress.step += losses.length;
        const lost = losses.findIndex((loss) => !Number.isFinite(loss));
        if (lost >= 0) {
          throw new UserError(
            `Expected a finite loss but found ${losses[lost]} at step ${
              step + lost + 1
            }: lower the learning rate`,
          );
        }
        if (progress.step < end) signal?.throwIfAborted();
        onMetrics({ step: progress.step, bitsPerByte: meanLoss(losses) / Math.LN2 });
        if (progress.step === steps || isDue()) await save();
      }
      const { evaluations } = progress;
      // In float32, as others will compute it from the file.
      const validationBitsPerByte = await look({ length });
      return {
        parameters: await download(learner.trained),
        validationBitsPerByte,
        evaluations,
        bytes: steps * batchSize * length,
        seconds: watch.seconds(),
      };
    } catch (error) {
      if (signal?.aborted && error === signal.reason) await save();
      throw error;
    }
  } finally {
    disposeLearner(learner);
  }
}

/** What tells runs apart: all that their weights depend on. */
function identityOf(
  { train, validation }: Pick<Text, "train" | "validation">,
  options: PretrainingOptions,
): string {
  return sha256OfData(JSON.stringify([options, sha256OfData(train), sha256OfData(validation)]));
}

/**
 * Takes the gradient steps behind `from` up to `to`, or until a checkpoint is due or the signal is aborted, and gives
 * their losses in nats.
 */
async function advance(
  learner: LanguageLearner,
  text: Uint8Array,
  options: PretrainingOptions,
  { from, to, isDue, signal }: { from: number; to: number; isDue: () => boolean; signal?: AbortSignal },
): Promise<number[]> {
  const { seed, clipNorm, weightDecay, beta2, matmulPrecision } = options;
  const adam: AdamRecipe = { ...ADAM, beta2, weightDecay };
  const losses: tf.Scalar[] = [];
  try {
    for (let step = from; step < to && !signal?.aborted && (step === from || !isDue()); step++) {
      const windows = trainingWindows(text, seed, step, shapeAt(step, options));
      const size = stepSize(learningRateAt(step + 1, options), step + 1, adam);
      losses.push(await pretrainingStep(learner, windows, size, { clipNorm, adam, matmulPrecision }));
      await setImmediate(); // lets a signal arrive
    }
  } catch (error) {
    tf.dispose(losses);
    throw error;
  }
  return await readAll(losses);
}

/** The windows of a gradient step, `step` others before it: how many and how long. */
function shapeAt(
  step: number,
  { batchSize, length, shortSteps, shortLength }: PretrainingOptions,
): [windows: number, length: number] {
  return step < shortSteps ? [batchSize * length / shortLength, shortLength] : [batchSize, length];
}
