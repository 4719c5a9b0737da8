import * as tf from "@tensorflow/tfjs-core";
import type { MatmulPrecision } from "../emitter.ts";
import { disposedVariable } from "../misuse.ts";
import { type Flat, replaceTensors } from "../structure.ts";
import { trainableAsNow } from "../trainable.ts";
import { type Copy, copyTo, type Executable, settle, submit } from "./commands.ts";
import type { WebgpuBackend } from "./backend.ts";
import { Gpu } from "./gpu.ts";
import type { Input } from "./inputs.ts";
import { withMatmulPrecision } from "./precision.ts";
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
  /** Whether variables are to be trained as when it was recorded. */
  #isTrainableAsThen: () => boolean;
  /** The commands, once slots are there, and those slots' generation. */
  #settled: { commands: Executable[]; generation: number } | null = null;
  /** Where the commands read the arguments that are tensors. */
  #inputs: Input[];

  static #all = new Set<Recorded<unknown>>();

  constructor(
    backend: WebgpuBackend,
    precision: MatmulPrecision,
    fn: (...args: unknown[]) => Result,
    args: unknown[],
    flat: Flat,
  ) {
    Recorded.#disposeStale();
    this.#gpu = Gpu.of(backend);
    this.#gpu.clearHomes();
    this.#recording = withMatmulPrecision(precision, () => record(this.#gpu, fn, args, flat));
    this.#arguments = flat.variables;
    this.#isTrainableAsThen = trainableAsNow(this.#recording.variables);
    this.#inputs = this.#gpu.inputs.take(flat.tensors);
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
      variables.every((variable, place) => variable === this.#arguments[place]) &&
      this.#isTrainableAsThen();
  }

  call({ tensors }: Flat): Result {
    const { variables, outputs, returned } = this.#recording!;
    for (const variable of variables) if (variable.isDisposed) throw disposedVariable(variable.name);
    for (const variable of variables) this.#gpu.settle(variable);
    return tf.tidy(() => {
      const given = this.#given(tensors);
      const results = outputs.map(({ shape, dataDtype }) => this.#gpu.make(shape, dataDtype));
      const commands = this.#commands();
      const taken = outputs.map(({ buffer }, place) => copyTo(results[place].buffer, this.#find(buffer)));
      this.#gpu.flush();
      submit(this.#gpu.backend.device, [...given.map(({ copy }) => copy), ...commands, ...taken]);
      for (const { input, dataId } of given) input.holds = dataId;
      const made = results.map(({ info }, place) =>
        tf.engine().makeTensorFromTensorInfo({ ...info, dtype: outputs[place].dtype }, this.#gpu.backend)
      );
      return replaceTensors(returned, made.values()) as tf.TensorContainer;
    }) as Result;
  }

  /** The commands with the buffers that slots have now. */
  #commands(): Executable[] {
    const { sizes, commands } = this.#recording!, { slots, device } = this.#gpu.arena;
    if (this.#settled?.generation !== slots.generation) {
      slots.fit(sizes);
      const settled = commands.map((command) => settle(command, device, (buffer) => this.#find(buffer)));
      this.#settled = { commands: settled, generation: slots.generation };
    }
    return this.#settled.commands;
  }

  /** Where the values are of what may be an intermediate. */
  #find(buffer: GPUBuffer): GPUBuffer {
    const { inputs, slotOf } = this.#recording!, slot = slotOf.get(buffer);
    if (slot !== undefined) return this.#gpu.arena.slots.at(slot);
    return this.#inputs[inputs.indexOf(buffer)]?.buffer ?? buffer;
  }

  /** The tensors that are not yet where the commands read them, and what brings them there. */
  #given(tensors: tf.Tensor[]): { input: Input; dataId: object; copy: Copy }[] {
    return tensors.flatMap((tensor, place) => {
      const input = this.#inputs[place];
      // TensorFlow.js stores what was cast from integers as these.
      const { dataId } = this.#gpu.isCast(tensor) ? tf.add(tensor, 0) : tensor;
      if (input.holds === dataId && !this.#gpu.mayHaveChanged(dataId)) return [];
      input.holds = null; // until the copy is submitted
      return [{ input, dataId, copy: copyTo(input.buffer, this.#gpu.bufferOf(dataId)) }];
    });
  }

  /** Gives back what it holds. */
  dispose(): void {
    tf.dispose(this.#recording?.captured ?? []);
    this.#gpu.arena.destroy(this.#recording?.reserved ?? []);
    this.#gpu.clearHomes();
    if (this.#recording) this.#gpu.inputs.release(this.#inputs);
    this.#recording = this.#settled = null;
    Recorded.#all.delete(this);
    if (Recorded.#all.size === 0) this.#gpu.arena.slots.clear();
  }
}
