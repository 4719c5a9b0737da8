import assert from "node:assert/strict";
import { startBackend } from "../../lib/backend/start.ts";
import { keyOf } from "../../lib/random/key.ts";
import { evaluate } from "../../lib/training/evaluate.ts";
import { createLearner } from "../../lib/training/learner.ts";
import { run } from "./small_run.ts";

await startBackend();

Deno.test("an evaluation in batches, the last of them not full, is that of all examples at once", async () => {
  const learner = createLearner(run, keyOf(0));
  const look = (examples: number, length: number) =>
    evaluate({ ...run.task, length }, learner, { split: "validation", examples, matmulPrecision: "float32" });
  const inBatches = await look(5, 2048), atOnce = await look(5, 1); // two examples at once, and all
  assert.equal(inBatches.accuracy, atOnce.accuracy);
  // Of numbers near 0.7, summed in another order in single precision.
  assert(Math.abs(inBatches.loss - atOnce.loss) < 1e-6);
  assert(Math.abs((await look(4, 1)).loss - atOnce.loss) > 1e-5, "the last example counts");
});
