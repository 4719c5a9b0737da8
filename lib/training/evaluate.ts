import * as tf from "@tensorflow/tfjs-core";
import { setImmediate } from "node:timers/promises";
import type { Batch, Split, Task } from "../tasks/task.ts";
import { compiledEvaluation } from "./compiled.ts";
import type { Learner } from "./learner.ts";
import type { Examples } from "./step.ts";

/** Large enough that the time of a batch is spent computing. */
const POSITIONS_PER_BATCH = 4096;

/** `batch` on the compute backend. */
export function upload({ inputs, shape, lengths, labels }: Batch): Examples {
  return {
    inputs: tf.tensor(inputs, shape),
    lengths: tf.tensor1d(lengths, "int32"),
    labels: tf.tensor2d(labels, [lengths.length, labels.length / lengths.length], "int32"),
  };
}

/**
 * Accuracy (the share of right answers) and mean loss (nats) on the first `examples` of a split, without dropout
 * or augmentation.
 *
 * @throws The signal's reason, when it is aborted.
 */
export async function evaluate(
  task: Task,
  { model, parameters }: Pick<Learner, "model" | "parameters">,
  { split, examples, signal }: { split: Split; examples: number; signal?: AbortSignal },
): Promise<{ accuracy: number; loss: number }> {
  const batchSize = Math.max(1, Math.floor(POSITIONS_PER_BATCH / task.length));
  let right = 0, loss = 0;
  for (let start = 0; start < examples; start += batchSize) {
    signal?.throwIfAborted();
    const count = Math.min(batchSize, examples - start);
    const batch = task.batch(split, Array.from({ length: count }, (_, i) => start + i));
    const found = tf.tidy(() => {
      const { right, loss } = compiledEvaluation({ model, parameters }, upload(batch));
      return { right: right.dataSync()[0], loss: loss.dataSync()[0] };
    });
    right += found.right;
    loss += found.loss * count;
    await setImmediate(); // lets a signal arrive
  }
  return { accuracy: right / (examples * task.answers), loss: loss / examples };
}
