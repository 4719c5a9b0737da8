/** Our step on eager TensorFlow.js: every operation goes to @tensorflow/tfjs-node-gpu by itself. */
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../../lib/backend/start.ts";
import { noDropout } from "../../../lib/models/dropout.ts";
import { stepSize } from "../../../lib/training/adam.ts";
import { trainingStep } from "../../../lib/training/step.ts";
import { serve } from "../side_by_side/serve.ts";
import { loadLearner } from "./learner.ts";
import type { Work } from "./work.ts";

await serve(async (work: Work) => {
  await startBackend("eager");
  const { learner, examples } = await loadLearner(work);
  let steps = 0;
  return () =>
    tf.tidy(() => {
      const size = tf.tensor1d(stepSize(1e-3, ++steps));
      return trainingStep(learner, examples, { size, dropout: noDropout, clipNorm: 1 }).dataSync()[0];
    });
});
