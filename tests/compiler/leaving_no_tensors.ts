import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";

/** Runs a test on the backend of now, frees the tensors and variables that it makes, and asserts that none is left. */
export async function leavingNoTensors(run: () => void | Promise<void>): Promise<void> {
  const tensors = tf.memory().numTensors, ids = tf.backend().numDataIds();
  tf.engine().startScope("test");
  try {
    await run();
  } finally {
    tf.engine().endScope();
    tf.disposeVariables();
  }
  assert.equal(tf.memory().numTensors, tensors, "tensors");
  assert.equal(tf.backend().numDataIds(), ids, "data");
}
