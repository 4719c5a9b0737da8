import * as tf from "@tensorflow/tfjs-core";

/**
 * `gradients` scaled so that their global norm is at most `limit`, as torch.nn.utils.clip_grad_norm_ does it
 * (with 1e-6 added to the norm).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { startBackend } from "../backend/start.ts";
 * import { clipByGlobalNorm } from "./clip.ts";
 *
 * await startBackend("cpu");
 * const { weight } = clipByGlobalNorm({ weight: tf.tensor1d([3, 4]) }, 1);
 * assert(Math.abs(weight.dataSync()[0] - 0.6) < 1e-6);
 * ```
 */
export function clipByGlobalNorm(
  gradients: Record<string, tf.Tensor>,
  limit: number,
): Record<string, tf.Tensor> {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares));
    const scale = tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6)));
    return Object.fromEntries(Object.entries(gradients).map(([name, value]) => [name, tf.mul(value, scale)]));
  });
}
