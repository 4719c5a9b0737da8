import * as tf from "@tensorflow/tfjs-core";

/**
 * Each example's cross-entropy, in nats: the mean over its answers of -log probability of the right class.
 *
 * @param logits [examples, answers, classes].
 * @param labels [examples, answers], whole numbers from 0 to classes - 1.
 * @returns [examples].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { startBackend } from "../backend/start.ts";
 * import { crossEntropy } from "./loss.ts";
 *
 * await startBackend("cpu");
 * const losses = crossEntropy(tf.zeros([2, 1, 10]), tf.tensor2d([[3], [7]], [2, 1], "int32"));
 * assert(Math.abs(losses.dataSync()[1] - Math.log(10)) < 1e-6);
 * ```
 */
export function crossEntropy(logits: tf.Tensor3D, labels: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const right = tf.oneHot(labels, logits.shape[2]);
    const ofAnswers = tf.sum(tf.mul(tf.logSoftmax(logits), right), -1);
    return tf.neg(tf.mean(ofAnswers, -1)) as tf.Tensor1D;
  });
}

/** How many answers of each example were right, [examples]; shapes as for {@linkcode crossEntropy}. */
export function countRight(logits: tf.Tensor3D, labels: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.sum(tf.cast(tf.equal(tf.argMax(logits, -1), labels), "int32"), -1));
}
