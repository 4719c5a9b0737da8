import * as tf from "@tensorflow/tfjs-core";
import type { MatmulPrecision } from "../compiler/emitter.ts";
import { jit } from "../compiler/jit.ts";
import { noDropout } from "../models/dropout.ts";
import { nextTokenLogits } from "../models/language_model.ts";
import type { Parameters } from "../models/parameters.ts";
import { type AdamRecipe, adamStep } from "../training/adam.ts";
import { clipByGlobalNorm } from "../training/clip.ts";
import { byPrecision } from "../training/compiled.ts";
import { crossEntropy } from "../training/loss.ts";
import type { LanguageLearner } from "./learner.ts";
import { split, type Windows } from "./windows.ts";

/** Windows on the compute backend; int32 [windows, length]. */
export interface Batch {
  inputs: tf.Tensor2D;
  targets: tf.Tensor2D;
}

export function upload({ inputs, targets, shape }: Windows): Batch {
  return { inputs: tf.tensor2d(inputs, shape, "int32"), targets: tf.tensor2d(targets, shape, "int32") };
}

/** The mean cross-entropy of each window, in nats a byte: [windows]. */
function lossesOf(
  parameters: Parameters,
  model: LanguageLearner["model"],
  { inputs, targets }: Batch,
): tf.Tensor1D {
  return crossEntropy(nextTokenLogits(parameters, model, inputs, noDropout), targets);
}

/**
 * How many windows go through the model at once: two, or as many as have 1,024 bytes. Where activations stay in the
 * processor's cache a step of the pocket model takes up to a tenth less time than with all of 8,192 bytes at once,
 * and half the memory; XLA's threads share a single window less well.
 */
const windowsAtOnce = (length: number) => Math.max(2, Math.floor(1024 / length));

/** What a gradient step keeps to. */
export interface StepRecipe {
  clipNorm: number | null;
  adam: AdamRecipe;
  matmulPrecision: MatmulPrecision;
}

/**
 * One gradient step of language modelling on `windows`, compiled where the backend can: forward pass and gradients,
 * some windows at a time, then clipping and AdamW. Changes the learner's variables in place.
 *
 * @param size Adam's step size, as {@linkcode stepSize} gives it.
 * @returns The mean loss before the step, in nats a byte; the caller disposes it.
 */
export async function pretrainingStep(
  learner: LanguageLearner,
  windows: Windows,
  size: readonly number[],
  { clipNorm, adam, matmulPrecision }: StepRecipe,
  atOnce = windowsAtOnce(windows.shape[1]),
): Promise<tf.Scalar> {
  const [count] = windows.shape, { trained, moments, gradients } = learner;
  const losses = [];
  for (const part of split(windows, atOnce)) {
    const batch = upload(part);
    losses.push(await addGradients[matmulPrecision].inBackground(learner, batch, count));
    tf.dispose([batch.inputs, batch.targets]);
  }
  const sizes = tf.tensor1d([...size]);
  await update.inBackground({ trained, moments, gradients }, sizes, { clipNorm, adam });
  const loss = tf.addN(losses) as tf.Scalar;
  tf.dispose([sizes, ...losses]);
  return loss;
}

/** Adds to the learner's gradients those of the batch's part in a mean of `count` losses, and returns this part. */
const addGradients = byPrecision((matmulPrecision) =>
  jit(
    ({ model, trained, gradients }: Omit<LanguageLearner, "moments">, batch: Batch, count: number) =>
      tf.tidy(() => {
        const part = () => tf.div(tf.sum(lossesOf(trained, model, batch)), count) as tf.Scalar;
        const { value, grads } = tf.variableGrads(part, Object.values(trained));
        for (const [name, gradient] of Object.entries(gradients)) {
          gradient.assign(tf.add(gradient, grads[trained[name].name]));
        }
        return value;
      }),
    { label: "pretraining gradients", matmulPrecision },
  )
);

/** Clips the learner's gradients, takes a step of AdamW along them and sets them to 0. */
const update = jit(
  (
    { trained, moments, gradients }: Omit<LanguageLearner, "model">,
    size: tf.Tensor1D,
    { clipNorm, adam }: Omit<StepRecipe, "matmulPrecision">,
  ) =>
    tf.tidy(() => {
      const clipped = clipNorm === null ? gradients : clipByGlobalNorm(gradients, clipNorm);
      adamStep(trained, clipped, moments, size, adam);
      for (const gradient of Object.values(gradients)) gradient.assign(tf.zerosLike(gradient));
    }),
  { label: "pretraining update" },
);

/** The cross-entropy of each byte, in nats: [windows, length]. */
export const compiledLosses = byPrecision((matmulPrecision) =>
  jit(
    (parameters: Parameters, model: LanguageLearner["model"], { inputs, targets }: Batch) =>
      tf.tidy(() => {
        const scores = nextTokenLogits(parameters, model, inputs, noDropout);
        const [windows, length, vocabulary] = scores.shape;
        const ofBytes = crossEntropy(
          tf.reshape(scores, [windows * length, 1, vocabulary]),
          tf.reshape(targets, [windows * length, 1]),
        );
        return tf.reshape(ofBytes, [windows, length]);
      }),
    { label: "bits per byte", matmulPrecision },
  )
);
