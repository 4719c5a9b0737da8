import type * as tf from "@tensorflow/tfjs-core";

/** What TensorFlow.js's backend takes its memory from. */
export interface BufferManager {
  readonly numBytesUsed: number;
  readonly numBytesAllocated: number;
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  dispose(): void;
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
  tensorMap: {
    get(dataId: object): TensorData;
    has(dataId: object): boolean;
    /** Fetches data that another backend has. */
    dataMover: { moveData(backend: tf.KernelBackend, dataId: object): void };
  };
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
  shouldExecuteOnCPU(inputs: tf.TensorInfo[], sizeThreshold?: number): boolean;
  write(values: tf.backend_util.TypedArray, shape: number[], dtype: tf.DataType): object;
  tensorToBinding(tensor: tf.TensorInfo | null): unknown;
  runWebGPUProgram(
    program: unknown,
    inputs: tf.TensorInfo[],
    outputDtype: tf.DataType,
    uniforms?: unknown,
    output?: tf.TensorInfo,
  ): tf.TensorInfo;
  convertAndCacheOnCPU(dataId: object, values: tf.backend_util.TypedArray): tf.backend_util.TypedArray;
}
