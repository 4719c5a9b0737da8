import * as tf from "@tensorflow/tfjs-core";
import { setImmediate } from "node:timers/promises";
import type { MatmulPrecision } from "../compiler/emitter.ts";
import { batchOf } from "../tasks/batch_of.ts";
import { batchesOf } from "../tasks/batches.ts";
import type { Split, Task } from "../tasks/task.ts";
import { compiledEvaluation } from "./compiled.ts";
import { upload } from "./examples.ts";
import type { Learner } from "./learner.ts";

/** Large enough that the time of a batch is spent computing. */
const POSITIONS_PER_BATCH = 4096;
/** How many batches a GPU may be behind, so that it need not wait until the scores of one are read. */
const BATCHES_UNDERWAY = 8;

/**
 * Accuracy (the share of right answers) and mean loss (nats) on the first `examples` of a split, without dropout
 * or augmentation.
 *
 * @throws The signal's reason, when it is aborted.
 */
export async function evaluate(
  task: Task,
  { model, parameters }: Pick<Learner, "model" | "parameters">,
  { split, examples, matmulPrecision, signal }: {
    split: Split;
    examples: number;
    matmulPrecision: MatmulPrecision;
    signal?: AbortSignal;
  },
): Promise<{ accuracy: number; loss: number }> {
  let right = 0, loss = 0;
  const pending: Promise<{ right: number; loss: number }>[] = [];
  const add = async () => {
    const part = await pending.shift()!;
    right += part.right;
    loss += part.loss;
  };
  try {
    for (const { indices, count } of batchesOf(examples, examplesPerBatch(task))) {
      signal?.throwIfAborted();
      const inputs = upload(batchOf(task, split, indices));
      const scores = await compiledEvaluation[matmulPrecision].inBackground({ model, parameters }, inputs)
        .finally(() => tf.dispose(inputs as unknown as tf.TensorContainer));
      const scored = read(scores, count);
      scored.catch(() => {}); // it is thrown when its turn comes
      pending.push(scored);
      if (pending.length > BATCHES_UNDERWAY) await add();
      await setImmediate(); // lets a signal arrive
    }
    while (pending.length > 0) await add();
  } finally {
    await Promise.allSettled(pending);
  }
  return { accuracy: right / (examples * task.answers), loss: loss / examples };
}

/** How many examples of a task are evaluated at once. */
export function examplesPerBatch({ length }: Pick<Task, "length">): number {
  return Math.max(1, Math.floor(POSITIONS_PER_BATCH / length));
}

/** The sums of a batch's first `count` scores, which are disposed. */
async function read({ right, losses }: Scores, count: number): Promise<{ right: number; loss: number }> {
  const [ofRight, ofLosses] = await Promise.all([right.data(), losses.data()]);
  tf.dispose([right, losses]);
  return { right: sum(ofRight.subarray(0, count)), loss: sum(ofLosses.subarray(0, count)) };
}

type Scores = ReturnType<typeof compiledEvaluation.float32>;

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
