import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../../errors.ts";
import { replaceKernel } from "../../compiler/webgpu/replace_kernel.ts";
import { findAdapter, gpuName } from "./adapter.ts";
import { registerMatMul } from "./matmul.ts";
import { registerRandomness } from "./randomness.ts";
import { registerSum } from "./sum.ts";

/**
 * Starts the WebGPU backend, on the fastest GPU of the machine; where there is none, Mesa's driver computes on the
 * processor. That one brings an LLVM, in whose company libtensorflow cannot be loaded afterwards.
 *
 * @returns What the driver calls the GPU.
 * @throws {UserError} If there is none, or it cannot be had, as when its memory is taken.
 */
export async function startWebgpu(): Promise<string> {
  const adapter = await findAdapter();
  if (!await tf.setBackend("webgpu")) {
    throw new UserError(
      `Expected to compute on ${gpuName(adapter)} but TensorFlow.js could not start on it, as said above: ` +
        "if its memory is taken, end what takes it, else see `deno task doctor`",
    );
  }
  // It may have been started by another name before.
  if (tf.getKernel("DropoutMask", "webgpu") === undefined) prepare(tf.backend() as WebGPUBackend);
  return gpuName(adapter);
}

/** Adds to TensorFlow.js's backend what it lacks. */
function prepare(backend: WebGPUBackend): void {
  const { device } = backend;
  // What a failed program leaves behind would be taken for its result.
  device.addEventListener("uncapturederror", (event) => {
    reportError(new Error(`WebGPU failed: ${(event as GPUUncapturedErrorEvent).error.message}`));
  });
  refuseToWait(Object.getPrototypeOf(backend));
  addInParts(device.limits.maxStorageBuffersPerShaderStage - 1);
  registerMatMul();
  registerRandomness();
  registerSum();
}

/** Has what wants values at once say how to get them: TensorFlow.js would want a canvas for it. */
function refuseToWait(prototype: WebGPUBackend): void {
  const { readSync } = prototype;
  prototype.readSync = function (dataId) {
    const { values, complexTensorInfos } = this.tensorMap.get(dataId);
    if (values || complexTensorInfos) return readSync.call(this, dataId);
    throw new UserError(
      "Expected values to be waited for but found dataSync() or the like, which WebGPU has not: `await tensor.data()`",
    );
  };
}

/** Has sums be made of at most `limit` terms at once: TensorFlow.js would bind all, however few the device allows. */
function addInParts(limit: number): void {
  replaceKernel("AddN", (addN) => ({ inputs, backend }) => {
    const terms = inputs as unknown as tf.TensorInfo[];
    const add = (some: tf.TensorInfo[]) =>
      addN({ inputs: some as unknown as tf.NamedTensorInfoMap, backend }) as tf.TensorInfo;
    let sum = add(terms.slice(0, limit));
    for (let next = limit; next < terms.length; next += limit - 1) {
      const before = sum;
      sum = add([before, ...terms.slice(next, next + limit - 1)]);
      (backend as tf.KernelBackend).disposeData(before.dataId);
    }
    return sum;
  });
}
