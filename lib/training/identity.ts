import { createHash } from "node:crypto";
import { sha256OfData } from "../files/integrity.ts";
import { needsWeights } from "../models/settings.ts";
import { fold, type Key, keyOf } from "../random/key.ts";
import { batchOf } from "../tasks/batch_of.ts";
import { trainingIndices } from "../tasks/order.ts";
import type { Batch } from "../tasks/task.ts";
import type { Run } from "./run.ts";

/** Enough to tell data by; a batch more costs nothing beside a step. */
const VALIDATION_EXAMPLES = 8;
/** Of each pretrained tensor so many values are looked at: pretraining changes all of them. */
const VALUES = 256;

/** The key of what is random in the gradient step after `step` others. */
export function stepKey(seed: number, purpose: string, step: number): Key {
  return fold(fold(keyOf(seed), purpose), step);
}

/** The examples that the gradient step after `step` others learns from. */
export function trainingBatch(
  { task, seed, options }: Pick<Run, "task" | "seed" | "options">,
  step: number,
): Batch {
  const indices = trainingIndices(task, seed, step, options.batchSize);
  return batchOf(task, "train", indices, stepKey(seed, "augmentation", step));
}

/** What tells runs apart, but for the data and the pretrained weights themselves. */
export function identityOf(
  { task: { name, length, sizes }, body, setting, learningRate, seed, options }: Run,
): string {
  const described = [name, length, sizes, body, setting, learningRate, seed, options];
  return sha256OfData(JSON.stringify(described));
}

/** What tells the data and the pretrained weights of runs apart: a hash of the first that a run needs of them. */
export function contentOf(run: Run): string {
  const { task, setting, pretrained = {} } = run, hash = createHash("sha256");
  const count = Math.min(VALIDATION_EXAMPLES, task.sizes.validation);
  const validation = batchOf(task, "validation", Array.from({ length: count }, (_, i) => i));
  for (const { inputs, labels } of [trainingBatch(run, 0), validation]) hash.update(inputs).update(labels);
  if (needsWeights(setting)) {
    for (const name of Object.keys(pretrained).sort()) {
      hash.update(name).update(pretrained[name].values.subarray(0, VALUES));
    }
  }
  return hash.digest("hex");
}
