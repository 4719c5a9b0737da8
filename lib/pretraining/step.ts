import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../compiler/jit.ts";
import { noDropout } from "../models/dropout.ts";
import { nextTokenLogits } from "../models/language_model.ts";
import type { Parameters } from "../models/parameters.ts";
import { type AdamRecipe, adamStep } from "../training/adam.ts";
import { clipByGlobalNorm } from "../training/clip.ts";
import { byPrecision } from "../training/compiled.ts";
import { crossEntropy } from "../training/loss.ts";
import type { LanguageLearner } from "./learner.ts";
import type { Windows } from "./windows.ts";

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
 * One gradient step of language modelling, compiled where the backend can: forward pass, gradients, clipping, AdamW.
 * Changes the learner's variables in place and returns the loss before, in nats a byte.
 */
export const compiledStep = byPrecision((matmulPrecision) =>
  jit(
    (
      { model, trained, moments }: LanguageLearner,
      batch: Batch,
      size: tf.Tensor1D,
      { clipNorm, adam }: { clipNorm: number | null; adam: AdamRecipe },
    ) => {
      const loss = () => tf.mean(lossesOf(trained, model, batch)) as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, Object.values(trained));
      const gradients = Object.fromEntries(
        Object.entries(trained).map(([name, variable]) => [name, grads[variable.name]]),
      );
      adamStep(
        trained,
        clipNorm === null ? gradients : clipByGlobalNorm(gradients, clipNorm),
        moments,
        size,
        adam,
      );
      return value;
    },
    { label: "pretraining step", matmulPrecision },
  )
);

/** The cross-entropy of each byte, in nats: [windows, length]. */
export const compiledLosses = byPrecision((matmulPrecision) =>
  jit(
    (parameters: Parameters, model: LanguageLearner["model"], { inputs, targets }: Batch) => {
      const scores = nextTokenLogits(parameters, model, inputs, noDropout);
      const [windows, length, vocabulary] = scores.shape;
      const ofBytes = crossEntropy(
        tf.reshape(scores, [windows * length, 1, vocabulary]),
        tf.reshape(targets, [windows * length, 1]),
      );
      return tf.reshape(ofBytes, [windows, length]);
    },
    { label: "bits per byte", matmulPrecision },
  )
);
