/**
 * Our step, compiled by `jit` and executed in the background, as training does it; with --bfloat16 matrix products
 * are of factors rounded to bfloat16, with --webgpu a GPU computes.
 */
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../../lib/backend/start.ts";
import { jit } from "../../../lib/compiler/jit.ts";
import { noDropout } from "../../../lib/models/dropout.ts";
import { stepSize } from "../../../lib/training/adam.ts";
import type { Examples } from "../../../lib/training/examples.ts";
import type { Learner } from "../../../lib/training/learner.ts";
import { trainingStep } from "../../../lib/training/step.ts";
import { serve } from "../side_by_side/serve.ts";
import { loadLearner } from "./learner.ts";
import type { Work } from "./work.ts";

const step = jit(
  (learner: Learner, examples: Examples, size: tf.Tensor1D) =>
    trainingStep(learner, examples, { size, dropout: noDropout, clipNorm: 1 }),
  { label: "training step", matmulPrecision: Deno.args.includes("--bfloat16") ? "bfloat16" : "float32" },
);

await serve(async (work: Work) => {
  await startBackend(Deno.args.includes("--webgpu") ? "webgpu" : "native");
  const { learner, examples } = await loadLearner(work);
  let steps = 0;
  return async () => {
    const size = tf.tensor1d(stepSize(1e-3, ++steps));
    const loss = await step.inBackground(learner, examples, size);
    const [value] = await loss.data();
    tf.dispose([size, loss]);
    return value;
  };
});
