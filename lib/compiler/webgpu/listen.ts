import * as tf from "@tensorflow/tfjs-core";
import { disposed, leftOver, ofAnotherBackend, readWhileTraced } from "../misuse.ts";
import type { WebgpuBackend } from "./backend.ts";
import type { Command } from "./commands.ts";
import type { Gpu } from "./gpu.ts";
import { type Bindings, notingEncoder } from "./noting_encoder.ts";

/**
 * Has the backend take down its commands in `commands` instead of executing them, tell of each tensor that these read and
 * of each that shares its data, as a new variable does, compute what has waited where it is needed, and refuse to read and
 * to fetch tensors.
 *
 * @returns Ends that. Tensors that are left over have no values, and say so when they are used.
 */
export function listen(
  gpu: Gpu,
  commands: Command[],
  onRead: (dataId: object) => void,
  onShare: () => void,
): () => void {
  const { backend, fusion, arena } = gpu, { tensorMap, device } = backend, made: object[] = [];
  const { write, incRef, tensorToBinding, uploadToGPU, shouldExecuteOnCPU, disposeData, runWebGPUProgram } =
    backend;
  const refuse = (dataId: object) => {
    const { values } = tensorMap.get(dataId);
    if (values !== null && values !== undefined) return values;
    throw readWhileTraced();
  };
  const own = {
    write(...call: Parameters<WebgpuBackend["write"]>) {
      const dataId = write.apply(backend, call);
      made.push(dataId);
      return dataId;
    },
    incRef(dataId: object) {
      incRef.call(backend, dataId);
      onShare();
    },
    ensureCommandEncoderReady() {
      backend.commandEncoder ??= notingEncoder(device, commands);
    },
    tensorToBinding(tensor: tf.TensorInfo | null) {
      if (tensor) onRead(tensor.dataId);
      return tensorToBinding.call(backend, tensor);
    },
    uploadToGPU(dataId: object) {
      fusion.compute(dataId);
      uploadToGPU.call(backend, dataId);
    },
    shouldExecuteOnCPU(inputs: tf.TensorInfo[], sizeThreshold?: number) {
      return !inputs.some(({ dataId }) => fusion.isWaiting(dataId)) &&
        shouldExecuteOnCPU.call(backend, inputs, sizeThreshold);
    },
    runWebGPUProgram(...call: Parameters<WebgpuBackend["runWebGPUProgram"]>) {
      const output = call[4];
      if (output !== undefined) startAnew(output.dataId);
      return runWebGPUProgram.apply(backend, call);
    },
    disposeData(dataId: object, force?: boolean) {
      const isGone = disposeData.call(backend, dataId, force);
      if (isGone) fusion.forget(dataId);
      return isGone;
    },
    readSync: refuse,
    read: (dataId: object) => Promise.try(() => refuse(dataId)),
  };

  /** Has a program that adds to numbers from the host find them at each replay. */
  function startAnew(dataId: object): void {
    const data = tensorMap.get(dataId), constant = gpu.bufferOf(dataId);
    if (!arena.isConstant(constant)) return;
    data.resource = arena.acquireBuffer(constant.size, constant.usage);
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.commandEncoder!.copyBufferToBuffer(constant, 0, data.resource, 0, constant.size);
  }

  const { dataMover } = tensorMap;
  tensorMap.dataMover = {
    moveData(_backend: tf.KernelBackend, dataId: object) {
      throw tf.engine().state.tensorInfo.has(dataId) ? ofAnotherBackend() : disposed();
    },
  };
  Object.assign(backend, own);
  Object.assign(device, { createBindGroup });
  return () => {
    tensorMap.dataMover = dataMover;
    for (const name of Object.keys(own)) delete backend[name as keyof WebgpuBackend];
    delete (device as Partial<GPUDevice>).createBindGroup;
    made.filter((dataId) => tensorMap.has(dataId)).map((dataId) => tensorMap.get(dataId)).forEach(
      refuseValues,
    );
  };
}

function createBindGroup({ layout, entries }: GPUBindGroupDescriptor): Bindings {
  return { layout, buffers: Array.from(entries, ({ resource }) => resource as GPUBufferBinding) };
}

/** Has a tensor's data say, when it is used, that it is of a function that was recorded. */
function refuseValues(data: ReturnType<WebgpuBackend["tensorMap"]["get"]>): void {
  data.resource = null;
  Object.defineProperty(data, "values", {
    get() {
      throw leftOver();
    },
  });
}
