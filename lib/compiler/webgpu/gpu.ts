import * as tf from "@tensorflow/tfjs-core";
import { pointTo } from "../point_to.ts";
import { Arena } from "./arena.ts";
import type { WebgpuBackend } from "./backend.ts";
import { copyTo, submit } from "./commands.ts";
import { Fusion, registerFusion } from "./fusion.ts";
import { Inputs } from "./inputs.ts";

const known = new WeakMap<WebgpuBackend, Gpu>();

/** Where the value of a variable lies for good, and the data that it was brought there as. */
interface Home {
  buffer: GPUBuffer;
  dataId: object;
}

/** The WebGPU backend's memory, as recordings see it. */
export class Gpu {
  readonly arena: Arena;
  readonly fusion: Fusion;
  readonly inputs: Inputs;
  #pipelines = new Map<string, GPUComputePipeline>();
  /** Of the variables that recordings read or change. */
  #homes = new Map<tf.Variable, Home>();
  #onceHome = new WeakSet<object>();

  private constructor(readonly backend: WebgpuBackend) {
    this.arena = new Arena(backend.device, backend.bufferManager);
    backend.bufferManager = this.arena;
    this.inputs = new Inputs(this.arena);
    this.fusion = new Fusion(this);
    registerFusion((backend) => known.get(backend)?.arena.recording ? known.get(backend)!.fusion : null);
    backend.convertAndCacheOnCPU = (dataId, values) => {
      if (!this.mayHaveChanged(dataId)) backend.tensorMap.get(dataId).values = values;
      return values;
    };
  }

  /** That of a backend. */
  static of(backend: WebgpuBackend): Gpu {
    const gpu = known.get(backend) ?? new Gpu(backend);
    known.set(backend, gpu);
    return gpu;
  }

  /** The program whose WGSL that is. */
  pipelineOf(code: string): GPUComputePipeline {
    const { device } = this.backend;
    const pipeline = this.#pipelines.get(code) ?? device.createComputePipeline({
      layout: "auto",
      compute: { module: device.createShaderModule({ code }), entryPoint: "main" },
    });
    this.#pipelines.set(code, pipeline);
    return pipeline;
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

  /** Copies at once, after all that the device has been told to do. */
  copy(from: GPUBuffer, to: GPUBuffer): void {
    this.flush();
    submit(this.backend.device, [copyTo(to, from)]);
  }

  /** Whether a tensor was cast from integers, as which TensorFlow.js still stores it. */
  isCast({ dataId, dtype }: tf.TensorInfo): boolean {
    return dtype === "float32" && this.backend.tensorMap.get(dataId).dtype !== dtype;
  }

  /**
   * Brings a variable's value to a buffer that is the variable's for good, and that no other tensor shares; such a
   * one keeps the value that it has.
   */
  settle(variable: tf.Variable): void {
    const { backend } = this, { dataId, shape, dtype } = variable;
    const data = backend.tensorMap.get(dataId); // fetched, if another backend has it
    if (this.isCast(variable)) tf.tidy(() => variable.assign(tf.add(variable, 0)));
    else if (backend.refCount(dataId) > 1) {
      const own = this.make(shape, data.dtype), from = this.bufferOf(dataId);
      this.copy(from, own.buffer);
      if (from === this.#homes.get(variable)?.buffer) this.#swap(dataId, own.info.dataId);
      pointTo(variable, { ...own.info, dtype });
    }
    this.bringHome(variable, variable.dataId);
  }

  /** Brings the value `dataId` of a variable, which no other tensor shares, to the variable's own buffer. */
  bringHome(variable: tf.Variable, dataId: object): GPUBuffer {
    const from = this.bufferOf(dataId), data = this.backend.tensorMap.get(dataId);
    const before = this.#homes.get(variable);
    if (from !== before?.buffer) {
      if (before) this.#moveOut(before);
      const buffer = before?.buffer ?? this.arena.keep(from.size, from.usage);
      this.copy(from, buffer);
      if (!data.external) this.arena.releaseBuffer(from, false);
      Object.assign(data, { resource: buffer, external: true });
    }
    data.values = null;
    this.#onceHome.add(dataId);
    const home = { buffer: data.resource!, dataId };
    this.#homes.set(variable, home);
    return home.buffer;
  }

  /** Whether data lie, or have lain, where replays write without the backend's knowing. */
  mayHaveChanged(dataId: object): boolean {
    return this.#onceHome.has(dataId);
  }

  /** Frees the homes of variables that are no more, and moves out old values of those that were assigned others. */
  clearHomes(): void {
    for (const [variable, home] of this.#homes) {
      if (!variable.isDisposed && variable.dataId === home.dataId) continue;
      this.#moveOut(home);
      if (!variable.isDisposed) continue;
      this.#homes.delete(variable);
      this.arena.destroy([home.buffer]);
    }
  }

  /** Has the data that was brought to a home, if tensors still have it, lie elsewhere. */
  #moveOut({ buffer, dataId }: Home): void {
    this.flush(); // what waits to be disposed of goes first
    const { tensorMap } = this.backend;
    if (!tensorMap.has(dataId) || tensorMap.get(dataId).resource !== buffer) return;
    const { shape, dtype } = tensorMap.get(dataId), fresh = this.make(shape, dtype);
    this.copy(buffer, fresh.buffer);
    this.#swap(dataId, fresh.info.dataId);
    const spare = tensorMap.get(fresh.info.dataId);
    spare.resource = null;
    this.backend.disposeData(fresh.info.dataId);
  }

  /** Exchanges where two tensors' data lie. */
  #swap(a: object, b: object): void {
    const [first, second] = [a, b].map((dataId) => this.backend.tensorMap.get(dataId));
    [first.resource, second.resource] = [second.resource, first.resource];
    [first.external, second.external] = [second.external, first.external];
  }
}
