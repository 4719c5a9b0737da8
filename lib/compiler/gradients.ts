import * as tf from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";

/** Kernels that answer yes or no, of which TensorFlow.js has no gradient: it is 0, as of those that it has. */
const WITHOUT = [
  "Equal",
  "NotEqual",
  "Greater",
  "Less",
  "LessEqual",
  "LogicalAnd",
  "LogicalOr",
  "LogicalNot",
];

/**
 * Makes TensorFlow.js know the gradients of its kernels, so that a loss may choose by tf.where. In Node's format tfjs-core
 * comes without them; @tensorflow/tfjs, on which @tensorflow/tfjs-node-gpu depends, brings them.
 */
export function registerGradients(): void {
  if (tf.getGradient("Mean") === undefined) {
    const ours = createRequire(import.meta.url);
    createRequire(ours.resolve("@tensorflow/tfjs-node-gpu/package.json"))("@tensorflow/tfjs");
  }
  for (const kernelName of WITHOUT.filter((name) => tf.getGradient(name) === undefined)) {
    const inputsToSave = kernelName === "LogicalNot" ? ["x"] : ["a", "b"];
    const gradFunc: tf.GradFunc = (_, saved) =>
      Object.fromEntries(inputsToSave.map((name, i) => [name, () => tf.zeros(saved[i].shape)]));
    tf.registerGradient({ kernelName, inputsToSave, gradFunc });
  }
}
