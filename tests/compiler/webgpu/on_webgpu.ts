import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../../lib/backend/start.ts";
import { TESTED_BACKENDS } from "../../models/backends.ts";

/** A test on WebGPU that leaves no tensor behind; tests/backend/webgpu/start.test.ts has it run in a process of its own. */
export function testOnWebgpu(name: string, run: () => Promise<void>): void {
  if (!TESTED_BACKENDS.includes("webgpu")) return;
  Deno.test(`${name} (webgpu)`, async () => {
    await startBackend("webgpu");
    const { numTensors } = tf.memory(), ids = tf.backend().numDataIds();
    tf.engine().startScope("test");
    try {
      await run();
    } finally {
      tf.engine().endScope();
      tf.disposeVariables();
    }
    assert.equal(tf.memory().numTensors, numTensors, "tensors");
    assert.equal(tf.backend().numDataIds(), ids, "data");
  });
}

export const values = async (tensor: tf.Tensor) => Array.from(await tensor.data());
