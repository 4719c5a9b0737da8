import type * as tf from "@tensorflow/tfjs-core";

/** Whether variables are to be trained, which gradients ask, is compiled in: gives what tells whether it still holds. */
export function trainableAsNow(variables: Iterable<tf.Variable>): () => boolean {
  const now = Array.from(variables, (variable) => [variable, variable.trainable] as const);
  return () => now.every(([variable, trainable]) => variable.trainable === trainable);
}
