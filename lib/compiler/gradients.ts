import * as tf from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";

/** Kernels that answer yes or no, of two inputs and of one, of which TensorFlow.js has no gradient: it is 0. */
const WITHOUT_OF_TWO = [
  "Equal",
  "NotEqual",
  "Greater",
  "Less",
  "LessEqual",
  "LogicalAnd",
  "LogicalOr",
];
const WITHOUT_OF_ONE = ["LogicalNot", "Any", "All"];

/**
 * Makes TensorFlow.js know the gradients of its kernels, so that a loss may choose by tf.where. In Node's format tfjs-core
 * comes without them; @tensorflow/tfjs, on which @tensorflow/tfjs-node-gpu depends, brings them.
 */
export function registerGradients(): void {
  if (tf.getGradient("Mean") === undefined) {
    const ours = createRequire(import.meta.url);
    createRequire(ours.resolve("@tensorflow/tfjs-node-gpu/package.json"))("@tensorflow/tfjs");
  }
  for (const kernelName of [...WITHOUT_OF_TWO, ...WITHOUT_OF_ONE]) {
    if (tf.getGradient(kernelName) !== undefined) continue;
    const inputsToSave = WITHOUT_OF_ONE.includes(kernelName) ? ["x"] : ["a", "b"];
    const gradFunc: tf.GradFunc = (_, saved) =>
      Object.fromEntries(inputsToSave.map((name, i) => [name, () => tf.zeros(saved[i].shape)]));
    tf.registerGradient({ kernelName, inputsToSave, gradFunc });
  }
}
