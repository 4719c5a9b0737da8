/** A large product of matrices of the library on which our step runs; its "loss" is an element of the product. */
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../../lib/backend/start.ts";
import { serve } from "./serve.ts";

/** The matrices' rows and columns. */
export const SIDE = 2048;

if (import.meta.main) {
  await serve(async () => {
    await startBackend("eager");
    const a = tf.randomUniform([SIDE, SIDE], 0, 1, "float32", 1);
    return () => tf.tidy(() => tf.slice(tf.matMul(a, a), [0, 0], [1, 1]).dataSync()[0]);
  });
}
