import * as tf from "@tensorflow/tfjs-core";
import { EagerEmitter, EagerValue } from "./eager.ts";
import type { Emitter, Value } from "./emitter.ts";
import { GraphValue } from "./graph.ts";
import { disposed, leftOver, ofAnotherBackend, readWhileTraced } from "./misuse.ts";
import type { Context } from "./native/context.ts";
import { check } from "./native/status.ts";
import { newHandle, readHandle } from "./native/tensor.ts";
import { Resource } from "./resource.ts";
import type { Trace } from "./trace.ts";

/** What a dataId of TensorFlow.js stands for, and how many tensors share it. */
interface Data {
  content: EagerValue | GraphValue | Resource;
  references: number;
}

/** Computes outputs from inputs, both by emitting operations; see lib/compiler/kernels. */
export type Kernel = (emitter: Emitter, inputs: Record<string, Value>, attributes: never) => Value | Value[];

/**
 * A backend of TensorFlow.js on libtensorflow. Kernels are executed one by one, or, while `trace` is set, appended
 * to the graph of the function that is being traced.
 */
export class XlaBackend extends tf.KernelBackend {
  #data = new Map<object, Data>();
  /** The function that is being traced now. */
  trace: Trace | undefined;

  constructor(readonly context: Context) {
    super();
  }

  override write(values: tf.backend_util.TypedArray, shape: number[], dtype: tf.DataType): object {
    const content = this.trace?.hostConstant(values, shape, dtype) ??
      new EagerValue(this.context.library, newHandle(this.context.library, values, shape, dtype));
    return this.#add(content);
  }

  override move(
    dataId: object,
    values: tf.backend_util.TypedArray,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    const { library } = this.context;
    this.#data.set(dataId, {
      content: new EagerValue(library, newHandle(library, values, shape, dtype)),
      references,
    });
  }

  override readSync(dataId: object): tf.backend_util.TypedArray {
    const { content } = this.find(dataId);
    if (content instanceof GraphValue || this.trace?.owns(dataId)) throw readWhileTraced();
    const value = content instanceof Resource ? content.read() : content;
    try {
      return readHandle(this.context.library, value.handle) as tf.backend_util.TypedArray;
    } finally {
      if (value !== content) value.delete();
    }
  }

  override read(dataId: object): Promise<tf.backend_util.TypedArray> {
    return Promise.try(() => this.readSync(dataId));
  }

  override incRef(dataId: object): void {
    this.find(dataId).references++;
    this.trace?.refuseNewVariables();
  }

  override refCount(dataId: object): number {
    return this.#data.get(dataId)?.references ?? 0;
  }

  override disposeData(dataId: object, force = false): boolean {
    const data = this.#data.get(dataId);
    if (data === undefined) return true;
    data.references--;
    if (!force && data.references > 0) return false;
    // A variable that is assigned to while traced gets its old value back afterwards.
    if (this.trace?.owns(dataId)) return false;
    if (!(data.content instanceof GraphValue)) data.content.delete();
    this.#data.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#data.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  /** By the host's clock: operations are executed when they are called. */
  override time(query: () => void): Promise<tf.BackendTimingInfo> {
    const start = performance.now();
    query();
    return Promise.resolve({ kernelMs: performance.now() - start });
  }

  override dispose(): void {
    for (const { content } of this.#data.values()) if (!(content instanceof GraphValue)) content.delete();
    this.#data.clear();
  }

  /** What is behind `dataId`, fetched from the backend that has it if that is another one. */
  find(dataId: object): Data {
    const found = this.#data.get(dataId);
    if (found !== undefined) return found;
    if (!tf.engine().state.tensorInfo.has(dataId)) throw disposed();
    if (this.trace !== undefined) throw ofAnotherBackend();
    tf.engine().moveData(this, dataId);
    return this.#data.get(dataId)!;
  }

  has(dataId: object): boolean {
    return this.#data.has(dataId);
  }

  /** Runs a kernel on tensors, now or in the trace. */
  run(kernel: Kernel, inputs: tf.NamedTensorInfoMap, attributes: unknown): tf.TensorInfo | tf.TensorInfo[] {
    const { trace } = this;
    if (trace !== undefined) {
      const outputs = kernel(
        trace.graph,
        this.#values(inputs, (dataId) => trace.valueOf(dataId)),
        attributes as never,
      );
      return Array.isArray(outputs)
        ? outputs.map((value) => this.tensorInfo(value))
        : this.tensorInfo(outputs);
    }
    const emitter = new EagerEmitter(this.context);
    const outputs: Value[] = [];
    try {
      const values = this.#values(inputs, (dataId) => this.eagerValue(dataId, emitter));
      const result = kernel(emitter, values, attributes as never);
      outputs.push(...[result].flat());
      const infos = outputs.map((value) => this.tensorInfo(value));
      return Array.isArray(result) ? infos : infos[0];
    } finally {
      emitter.release(outputs);
    }
  }

  /** The value of `dataId` for an operation that is executed now; one read from a resource is freed by `emitter`. */
  eagerValue(dataId: object, emitter: EagerEmitter): EagerValue {
    const { content } = this.find(dataId);
    if (content instanceof GraphValue) throw leftOver();
    if (!(content instanceof Resource)) return content;
    return emitter.emit("ReadVariableOp", [content.handle], { dtype: { type: content.dtype } });
  }

  /** A tensor to be, with a dataId of its own. */
  tensorInfo(value: Value): tf.TensorInfo {
    const content = value as EagerValue | GraphValue;
    return { dataId: this.#add(content), shape: value.shape, dtype: value.dtype as tf.DataType };
  }

  /** Another handle on what `value` holds; the caller owns it. */
  share(value: EagerValue): EagerValue {
    const { library } = this.context;
    return new EagerValue(
      library,
      check(library, (status) => library.TFE_TensorHandleCopySharingTensor(value.handle, status)),
    );
  }

  #values(inputs: tf.NamedTensorInfoMap, valueOf: (dataId: object) => Value): Record<string, Value> {
    return Object.fromEntries(
      Object.entries(inputs).filter(([, info]) => info != null).map((
        [name, info],
      ) => [name, valueOf(info!.dataId)]),
    );
  }

  #add(content: Data["content"]): object {
    const dataId = {};
    this.#data.set(dataId, { content, references: 1 });
    return dataId;
  }
}
