import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../../lib/backend/start.ts";
import { TESTED_BACKENDS } from "../../models/backends.ts";
import { leavingNoTensors } from "../leaving_no_tensors.ts";

/** A test on WebGPU that leaves no tensor behind; tests/backend/webgpu/start.test.ts has it run in a process of its own. */
export function testOnWebgpu(name: string, run: () => Promise<void>): void {
  if (!TESTED_BACKENDS.includes("webgpu")) return;
  Deno.test(`${name} (webgpu)`, async () => {
    await startBackend("webgpu");
    await leavingNoTensors(run);
  });
}

export const values = async (tensor: tf.Tensor) => Array.from(await tensor.data());

/** A variable that shares its data with no other tensor. */
export const variableOf = (value: tf.TensorLike) => tf.tidy(() => tf.variable(tf.tensor(value)));
