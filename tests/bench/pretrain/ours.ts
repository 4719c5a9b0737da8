/** A step of `pretrain`, as `pretrain` takes it; with --bfloat16 matrix products are of factors rounded to bfloat16. */
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../../lib/backend/start.ts";
import { createLearner } from "../../../lib/pretraining/learner.ts";
import { pretrainingStep } from "../../../lib/pretraining/step.ts";
import type { Windows } from "../../../lib/pretraining/windows.ts";
import { ADAM, stepSize } from "../../../lib/training/adam.ts";
import { readAll } from "../../models/fixtures.ts";
import { serve } from "../side_by_side/serve.ts";
import { model, type Work } from "./work.ts";

const matmulPrecision = Deno.args.includes("--bfloat16") ? "bfloat16" : "float32";

await serve(async ({ file, batch, length, learningRate, clipNorm, beta2, weightDecay }: Work) => {
  await startBackend("native");
  const { bytes, ...initial } = await readAll(file);
  const learner = createLearner(model, initial);
  const rows = tf.tensor2d(bytes.values, [batch, length + 1]).arraySync();
  const windows: Windows = {
    inputs: Int32Array.from(rows.flatMap((row) => row.slice(0, -1))),
    targets: Int32Array.from(rows.flatMap((row) => row.slice(1))),
    shape: [batch, length],
  };
  const adam = { ...ADAM, beta2, weightDecay };
  let steps = 0;
  return async () => {
    const size = stepSize(learningRate, ++steps, adam);
    const loss = await pretrainingStep(learner, windows, size, { clipNorm, adam, matmulPrecision });
    const [value] = await loss.data();
    tf.dispose(loss);
    return value;
  };
});
