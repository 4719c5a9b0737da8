import * as tf from "@tensorflow/tfjs-core";

/** Starts the backend in plain JavaScript: slow, but a second opinion on the others' results. */
export async function startCpu(): Promise<number> {
  await import("@tensorflow/tfjs-backend-cpu");
  await tf.setBackend("cpu");
  // At its first use it would advise to install tfjs-node.
  Object.assign(tf.backend(), { firstUse: false });
  return 1;
}
