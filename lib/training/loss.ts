import * as tf from "@tensorflow/tfjs-core";

/**
 * Mean cross-entropy, in nats, of the right classes.
 *
 * @param logits [examples, answers, classes].
 * @param labels [examples, answers], whole numbers from 0 to classes - 1.
 * @returns A scalar.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { crossEntropy } from "./loss.ts";
 *
 * await tf.setBackend("cpu");
 * const loss = crossEntropy(tf.zeros([2, 1, 10]), tf.tensor2d([[3], [7]], [2, 1], "int32"));
 * assert(Math.abs(loss.dataSync()[0] - Math.log(10)) < 1e-6);
 * ```
 */
export function crossEntropy(logits: tf.Tensor3D, labels: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const right = tf.oneHot(labels, logits.shape[2]);
    const ofAnswer = tf.sum(tf.mul(tf.logSoftmax(logits), right), -1);
    return tf.neg(tf.mean(ofAnswer)) as tf.Scalar;
  });
}

/** How many answers were right, as a scalar; shapes as for {@linkcode crossEntropy}. */
export function countRight(logits: tf.Tensor3D, labels: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => tf.sum(tf.cast(tf.equal(tf.argMax(logits, -1), labels), "int32")));
}
