import * as tf from "@tensorflow/tfjs-core";
import type { Dropout } from "../models/dropout.ts";
import { logits } from "../models/transfer.ts";
import { adamStep } from "./adam.ts";
import { clipByGlobalNorm } from "./clip.ts";
import type { Examples } from "./examples.ts";
import type { Learner } from "./learner.ts";
import { crossEntropy } from "./loss.ts";

/**
 * One gradient step: forward pass, gradients of the trained parameters, clipping, Adam. Changes the learner's
 * variables in place.
 *
 * @param size Adam's step size, shape [3].
 * @param clipNorm The greatest global norm of the gradients, or null.
 * @returns The loss before the step, a scalar that the caller disposes.
 */
export function trainingStep(
  { model, parameters, trained, moments }: Learner,
  { inputs, lengths, labels }: Examples,
  { size, dropout, clipNorm }: { size: tf.Tensor1D; dropout: Dropout; clipNorm: number | null },
): tf.Scalar {
  return tf.tidy(() => {
    const loss = () =>
      tf.mean(crossEntropy(logits(parameters, model, inputs, lengths, dropout), labels)) as tf.Scalar;
    return gradientStep({ trained, moments }, loss, { size, clipNorm });
  });
}

/** The gradient step of any model: a step of Adam down the clipped gradients of `loss`, whose value it returns. */
export function gradientStep(
  { trained, moments }: Pick<Learner, "trained" | "moments">,
  loss: () => tf.Scalar,
  { size, clipNorm }: { size: tf.Tensor1D; clipNorm: number | null },
): tf.Scalar {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(loss, Object.values(trained));
    const gradients = Object.fromEntries(
      Object.entries(trained).map(([name, variable]) => [name, grads[variable.name]]),
    );
    adamStep(trained, clipNorm === null ? gradients : clipByGlobalNorm(gradients, clipNorm), moments, size);
    return value;
  });
}
