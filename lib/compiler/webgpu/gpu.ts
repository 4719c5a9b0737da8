import * as tf from "@tensorflow/tfjs-core";
import { Arena } from "./arena.ts";
import { submit } from "./commands.ts";
import { Fusion, registerFusion } from "./fusion.ts";

/** What TensorFlow.js's backend takes its memory from. */
export interface BufferManager {
  readonly numBytesUsed: number;
  readonly numBytesAllocated: number;
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

interface TensorData {
  dtype: tf.DataType;
  shape: number[];
  /** A copy on the host, or the only one where there is no resource. */
  values: tf.backend_util.TypedArray | null;
  resource?: GPUBuffer | null;
  /** Whether the resource is not the buffer manager's. */
  external?: boolean;
}

/** What recording needs of TensorFlow.js's WebGPUBackend, its private parts too. */
export interface WebgpuBackend extends tf.KernelBackend {
  device: GPUDevice;
  bufferManager: BufferManager;
  commandEncoder: GPUCommandEncoder | null;
  tensorMap: { get(dataId: object): TensorData; has(dataId: object): boolean };
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
  shouldExecuteOnCPU(inputs: tf.TensorInfo[], sizeThreshold?: number): boolean;
  tensorToBinding(tensor: tf.TensorInfo | null): unknown;
  convertAndCacheOnCPU(dataId: object, values: tf.backend_util.TypedArray): tf.backend_util.TypedArray;
}

const known = new WeakMap<WebgpuBackend, Gpu>();

/** The WebGPU backend's memory, as recordings see it. */
export class Gpu {
  readonly arena: Arena;
  readonly fusion: Fusion;
  /** Where the values of variables lie that recordings read or change. */
  #homes = new Map<tf.Variable, GPUBuffer>();

  private constructor(readonly backend: WebgpuBackend) {
    this.arena = new Arena(backend.device, backend.bufferManager);
    backend.bufferManager = this.arena;
    this.fusion = new Fusion(this);
    registerFusion((backend) => known.get(backend)?.arena.recording ? known.get(backend)!.fusion : null);
    backend.convertAndCacheOnCPU = (dataId, values) => {
      const data = backend.tensorMap.get(dataId);
      if (!data.external) data.values = values; // what is at home changes without the backend's knowing
      return values;
    };
  }

  /** That of a backend. */
  static of(backend: WebgpuBackend): Gpu {
    const gpu = known.get(backend) ?? new Gpu(backend);
    known.set(backend, gpu);
    return gpu;
  }

  /** Has the device begin with all that it has been told to do. */
  flush(): void {
    if (this.backend.commandEncoder === null) return;
    this.backend.endComputePassEncoder();
    this.backend.submitQueue();
  }

  /** Where a tensor's values lie. */
  bufferOf(dataId: object): GPUBuffer {
    this.backend.uploadToGPU(dataId);
    return this.backend.tensorMap.get(dataId).resource!;
  }

  /** A new tensor's data on the device, whose values are yet to be written. */
  make(shape: number[], dtype: tf.DataType): { info: tf.TensorInfo; buffer: GPUBuffer } {
    const dataId = this.backend.write(null as never, shape, dtype);
    return { info: { dataId, shape, dtype }, buffer: this.bufferOf(dataId) };
  }

  /** A new tensor's data where only the present recording writes. */
  reserve(shape: number[], dtype: tf.DataType): { info: tf.TensorInfo; buffer: GPUBuffer } {
    const { backend } = this, dataId = backend.write(null as never, shape, dtype);
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const buffer = this.arena.reserve(4 * tf.util.sizeFromShape(shape), STORAGE | COPY_SRC | COPY_DST);
    backend.tensorMap.get(dataId).resource = buffer;
    return { info: { dataId, shape, dtype }, buffer };
  }

  /** Copies at once, after all that the device has been told to do. */
  copy(from: GPUBuffer, to: GPUBuffer): void {
    this.flush();
    submit(this.backend.device, [{ from, to }]);
  }

  /** Where the values of variables lie. */
  get homes(): Set<GPUBuffer> {
    return new Set(this.#homes.values());
  }

  /**
   * Brings a variable's value to a buffer that is the variable's for good, and that no other tensor shares; such a
   * one keeps the value that it has.
   */
  settle(variable: tf.Variable): GPUBuffer {
    const { backend } = this, { dataId, shape, dtype } = variable;
    backend.tensorMap.get(dataId); // fetched, if another backend has it
    if (backend.refCount(dataId) > 1) {
      const own = this.make(shape, backend.tensorMap.get(dataId).dtype);
      this.copy(this.bufferOf(dataId), own.buffer);
      const data = backend.tensorMap.get(dataId);
      if (data.external) { // the others go elsewhere
        const ownData = backend.tensorMap.get(own.info.dataId);
        [data.resource, ownData.resource] = [ownData.resource, data.resource];
        [data.external, ownData.external] = [false, true];
      }
      pointTo(variable, { ...own.info, dtype });
    }
    return this.bringHome(variable, variable.dataId);
  }

  /** Brings the value `dataId` of a variable, which no other tensor shares, to the variable's own buffer. */
  bringHome(variable: tf.Variable, dataId: object): GPUBuffer {
    const from = this.bufferOf(dataId), data = this.backend.tensorMap.get(dataId);
    let home = this.#homes.get(variable);
    if (home !== undefined && from === home) return home;
    if (home === undefined) {
      home = this.backend.device.createBuffer({ size: from.size, usage: from.usage });
      this.#homes.set(variable, home);
    }
    this.copy(from, home);
    this.arena.releaseBuffer(from, false);
    Object.assign(data, { resource: home, external: true, values: null });
    return home;
  }

  /** Frees the memory of variables that are no more. */
  forgetDisposed(): void {
    for (const [variable, home] of this.#homes) {
      if (!variable.isDisposed) continue;
      this.#homes.delete(variable);
      home.destroy();
    }
  }
}

/** Moves a reference on `info` to `variable`. */
export function pointTo(variable: tf.Variable, info: tf.TensorInfo): void {
  const tensor = tf.engine().makeTensorFromTensorInfo(info);
  variable.assign(tensor);
  tensor.dispose();
}
