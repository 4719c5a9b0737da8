import * as tf from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";

/**
 * Makes TensorFlow.js know the gradients of its kernels. In Node's format tfjs-core comes without them;
 * @tensorflow/tfjs, on which @tensorflow/tfjs-node-gpu depends, brings them.
 */
export function registerGradients(): void {
  if (tf.getGradient("Mean") !== undefined) return;
  const ours = createRequire(import.meta.url);
  createRequire(ours.resolve("@tensorflow/tfjs-node-gpu/package.json"))("@tensorflow/tfjs");
}
