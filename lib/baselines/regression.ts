import * as tf from "@tensorflow/tfjs-core";
import type { Task } from "../tasks/task.ts";
import { type Moments, zeroMoments } from "../training/adam.ts";

/** What a regression needs to know of a task. */
export type RegressionShape = Pick<Task, "input" | "length" | "answers" | "classes">;

/** A multinomial logistic regression: everything that a gradient step reads and writes. */
export interface Regression {
  trained: {
    /** [features, answers * classes]. */
    weight: tf.Variable;
    /** [answers * classes]. */
    bias: tf.Variable;
  };
  moments: Moments;
}

/** The part of a task that the regression depends on, as plain data. */
export function shapeOf({ input, length, answers, classes }: RegressionShape): RegressionShape {
  return { input, length, answers, classes };
}

/** A regression at step 0: all zeros, since its loss is convex and any start leads to the same place. */
export function createRegression({ input, length, answers, classes }: RegressionShape): Regression {
  const features = length * (input.kind === "vectors" ? input.width : input.vocabulary);
  const zeros = (...shape: number[]) => tf.tidy(() => tf.variable(tf.zeros(shape)));
  const trained = { weight: zeros(features, answers * classes), bias: zeros(answers * classes) };
  return { trained, moments: zeroMoments(trained) };
}

/** Frees the regression's tensors. */
export function disposeRegression({ trained, moments }: Regression): void {
  tf.dispose([trained, moments.first, moments.second]);
}

/**
 * What the regression gives each class of each answer: a sum over the whole input, in which each number of each vector,
 * and each symbol at each position counted from the first, has a weight of its own.
 *
 * @param inputs As in `Batch` of lib/tasks.
 * @returns Logits, [examples, answers, classes].
 */
export function regressionLogits(
  { weight, bias }: Regression["trained"],
  { input, length, answers, classes }: RegressionShape,
  inputs: tf.Tensor,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [examples, found] = inputs.shape;
    // Batches of tokens are padded to the longest of theirs, with symbol 0.
    const values = input.kind === "vectors"
      ? inputs
      : tf.oneHot(tf.pad(inputs as tf.Tensor2D, [[0, 0], [0, length - found]]), input.vocabulary);
    const features = tf.reshape(values, [examples, weight.shape[0]]) as tf.Tensor2D;
    const logits = tf.add(tf.matMul(features, weight as tf.Tensor2D), bias);
    return tf.reshape(logits, [examples, answers, classes]);
  });
}
