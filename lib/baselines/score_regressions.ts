import * as tf from "@tensorflow/tfjs-core";
import type { MatmulPrecision } from "../compiler/emitter.ts";
import { batchOf } from "../tasks/batch_of.ts";
import { batchesOf } from "../tasks/batches.ts";
import type { Split, Task } from "../tasks/task.ts";
import { upload } from "../training/examples.ts";
import { compiledScores } from "./compiled.ts";
import { type Regression, shapeOf } from "./regression.ts";

/** Examples scored at once: few enough to fit into memory. */
const AT_ONCE = 500;

/** Each regression's accuracy, the share of right answers, on the first `examples` of a split. */
export async function scoreRegressions(
  task: Task,
  regressions: readonly Regression[],
  { split, examples, matmulPrecision }: {
    split: Split;
    examples: number;
    matmulPrecision: MatmulPrecision;
  },
): Promise<number[]> {
  const parameters = regressions.map(({ trained }) => trained);
  const sums = regressions.map(() => 0);
  for (const { indices, count } of batchesOf(examples, AT_ONCE)) {
    const batch = upload(batchOf(task, split, indices));
    const scores = await compiledScores[matmulPrecision].inBackground(parameters, shapeOf(task), batch);
    const right = await scores.data();
    for (const i of sums.keys()) {
      for (let j = 0; j < count; j++) sums[i] += right[i * indices.length + j];
    }
    tf.dispose([batch as unknown as tf.TensorContainer, scores]);
  }
  return sums.map((right) => right / (examples * task.answers));
}
