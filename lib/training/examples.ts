import * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "../tasks/task.ts";

/** A batch on the compute backend; shapes as in `Batch` of lib/tasks. */
export type Examples = {
  inputs: tf.Tensor;
  /** int32. */
  lengths: tf.Tensor1D;
  /** int32. */
  labels: tf.Tensor2D;
};

/** `batch` on the compute backend; the caller disposes it. */
export function upload({ inputs, shape, lengths, labels }: Batch): Examples {
  return {
    inputs: tf.tensor(inputs, shape),
    lengths: tf.tensor1d(lengths, "int32"),
    labels: tf.tensor2d(labels, [lengths.length, labels.length / lengths.length], "int32"),
  };
}
