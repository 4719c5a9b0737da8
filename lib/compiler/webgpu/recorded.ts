import * as tf from "@tensorflow/tfjs-core";
import { disposedVariable } from "../misuse.ts";
import { type Flat, replaceTensors } from "../structure.ts";
import { type Copy, submit } from "./commands.ts";
import type { WebgpuBackend } from "./backend.ts";
import { Gpu } from "./gpu.ts";
import { record, type Recording } from "./record.ts";

/**
 * A function whose commands to the GPU have been taken down while it ran, for arguments of certain shapes and for
 * certain variables. A call repeats them, which takes a fraction of the time that TensorFlow.js takes to find them.
 */
export class Recorded<Result> {
  #gpu: Gpu;
  /** Null once it is disposed. */
  #recording: Recording<Result> | null;
  #arguments: tf.Variable[];
  /** What the inputs hold: a tensor that comes again, as of frozen parameters, need not be copied again. */
  #given: object[] = [];

  static #all = new Set<Recorded<unknown>>();

  constructor(backend: WebgpuBackend, fn: (...args: unknown[]) => Result, args: unknown[], flat: Flat) {
    Recorded.#disposeStale();
    this.#gpu = Gpu.of(backend);
    this.#gpu.forgetDisposed();
    this.#recording = record(this.#gpu, fn, args, flat);
    this.#arguments = flat.variables;
    Recorded.#all.add(this);
  }

  /** Disposes those whose variables are no more, lest each run of a sweep keep the memory of all before it. */
  static #disposeStale(): void {
    for (const recorded of Recorded.#all) {
      if ([...recorded.#recording!.variables].some(({ isDisposed }) => isDisposed)) recorded.dispose();
    }
  }

  /** Whether it can be called with these variables. */
  isFor({ variables }: Flat): boolean {
    return this.#recording !== null &&
      variables.every((variable, place) => variable === this.#arguments[place]);
  }

  call({ tensors }: Flat): Result {
    const { variables, commands, outputs, returned } = this.#recording!;
    for (const variable of variables) if (variable.isDisposed) throw disposedVariable(variable.name);
    for (const variable of variables) this.#gpu.settle(variable);
    return tf.tidy(() => {
      const given = this.#copiesOf(tensors);
      const results = outputs.map(({ shape, dataDtype }) => this.#gpu.make(shape, dataDtype));
      const taken = outputs.map(({ buffer }, place) => ({ from: buffer, to: results[place].buffer }));
      this.#gpu.flush();
      submit(this.#gpu.backend.device, [...given, ...commands, ...taken]);
      const made = results.map(({ info }, place) =>
        tf.engine().makeTensorFromTensorInfo({ ...info, dtype: outputs[place].dtype }, this.#gpu.backend)
      );
      return replaceTensors(returned, made.values()) as tf.TensorContainer;
    }) as Result;
  }

  /** What brings tensors to where the commands read them. */
  #copiesOf(tensors: tf.Tensor[]): Copy[] {
    return tensors.flatMap((tensor, place) => {
      // TensorFlow.js stores what was cast from integers as these.
      const { dataId } = this.#gpu.isCast(tensor) ? tf.add(tensor, 0) : tensor;
      const { external } = this.#gpu.backend.tensorMap.get(dataId);
      const isThere = this.#given[place] === dataId && !external; // what is at a variable's home may have changed
      this.#given[place] = dataId;
      return isThere ? [] : [{ from: this.#gpu.bufferOf(dataId), to: this.#recording!.inputs[place] }];
    });
  }

  /** Gives back what it holds. */
  dispose(): void {
    tf.dispose(this.#recording?.captured ?? []);
    this.#gpu.arena.destroy(this.#recording?.reserved ?? []);
    this.#gpu.forgetDisposed();
    this.#recording = null;
    Recorded.#all.delete(this);
    if (Recorded.#all.size === 0) this.#gpu.arena.clear();
  }
}
