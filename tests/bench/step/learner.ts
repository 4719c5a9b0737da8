import { SETTINGS } from "../../../lib/models/settings.ts";
import { keyOf } from "../../../lib/random/key.ts";
import type { Task } from "../../../lib/tasks/task.ts";
import { type Examples, upload } from "../../../lib/training/examples.ts";
import { assign, createLearner, type Learner } from "../../../lib/training/learner.ts";
import { trainingOptionsSchema } from "../../../lib/training/options.ts";
import type { Run } from "../../../lib/training/train.ts";
import { readAll } from "../../models/fixtures.ts";
import { bodyOf, CLASSES, INPUT_WIDTH, type Work } from "./work.ts";

/** Our learner with the parameters of a case's file, and the file's batch. */
export async function loadLearner(work: Work): Promise<{ learner: Learner; examples: Examples }> {
  const { inputs, ...pretrained } = await readAll(work.file);
  const task: Task = {
    name: "bench",
    title: "Benchmark",
    input: { kind: "vectors", width: INPUT_WIDTH },
    length: work.tokens,
    classes: CLASSES,
    answers: 1,
    answerPositions: 1,
    sizes: { train: work.batch, validation: 0, test: 0 },
    batch: () => ({
      inputs: inputs.values,
      shape: inputs.shape,
      lengths: new Int32Array(work.batch).fill(work.tokens),
      labels: Int32Array.from({ length: work.batch }, (_, i) => i % CLASSES),
    }),
  };
  const run: Run = {
    task,
    body: bodyOf(work),
    setting: SETTINGS[`${work.setting}-pretrained`],
    pretrained,
    learningRate: 1e-3,
    seed: 0,
    options: trainingOptionsSchema.parse({ maximumSteps: 1, evaluateEvery: 1 }), // not looked at
  };
  const learner = createLearner(run, keyOf(0));
  assign(learner.trained, pretrained); // the input and output layers too
  return { learner, examples: upload(task.batch("train", [])) };
}
