import * as tf from "@tensorflow/tfjs-core";

/** The bytes that TensorFlow.js has on the GPU, in use or not. */
export function allocated(): number {
  return (tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;
}
