import * as tf from "@tensorflow/tfjs-core";
import type { Dropout } from "../models/dropout.ts";
import type { Parameters } from "../models/parameters.ts";
import { logits, type TransferConfig } from "../models/transfer.ts";
import { adamStep, type Moments } from "./adam.ts";
import { clipByGlobalNorm } from "./clip.ts";
import type { Examples } from "./examples.ts";
import { crossEntropy } from "./loss.ts";

/** Everything that a gradient step reads and writes. */
export interface TrainingState {
  model: TransferConfig;
  /** Every parameter of the model. */
  parameters: Parameters;
  /** Those that are trained. */
  trained: Record<string, tf.Variable>;
  moments: Moments;
}

/**
 * One gradient step: forward pass, gradients of the trained parameters, clipping, Adam. Changes the variables of
 * `state` in place.
 *
 * @param size Adam's step size, shape [2].
 * @param clipNorm The greatest global norm of the gradients, or null.
 * @returns The loss before the step.
 */
export function trainingStep(
  { model, parameters, trained, moments }: TrainingState,
  { inputs, lengths, labels }: Examples,
  { size, dropout, clipNorm }: { size: tf.Tensor1D; dropout: Dropout; clipNorm: number | null },
): tf.Scalar {
  return tf.tidy(() => {
    const loss = () =>
      tf.mean(crossEntropy(logits(parameters, model, inputs, lengths, dropout), labels)) as tf.Scalar;
    const { value, grads } = tf.variableGrads(loss, Object.values(trained));
    const gradients = Object.fromEntries(
      Object.entries(trained).map(([name, variable]) => [name, grads[variable.name]]),
    );
    adamStep(trained, clipNorm === null ? gradients : clipByGlobalNorm(gradients, clipNorm), moments, size);
    return value;
  });
}
