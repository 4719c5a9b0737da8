import type { Arena } from "./arena.ts";
import { usageOfTensors } from "./slots.ts";

/** Where a recording finds a tensor that is among its arguments. */
export interface Input {
  buffer: GPUBuffer;
  /** The data that was copied there last; what comes again need not be copied again. */
  holds: object | null;
  recordings: number;
}

/** All inputs. Recordings share them, so that the parameters of a frozen body are there once and not for each. */
export class Inputs {
  #all = new Set<Input>();

  constructor(readonly arena: Arena) {}

  /** Different inputs for the tensors of a recording: those that hold them already, and for the others any. */
  take(tensors: readonly { size: number; dataId: object }[]): Input[] {
    const taken = new Set<Input>();
    const find = (size: number, fits = (_: Input) => true) =>
      [...this.#all].find((input) => input.buffer.size === 4 * size && !taken.has(input) && fits(input));
    const holding = tensors.map(({ size, dataId }) => {
      const input = find(size, ({ holds }) => holds === dataId);
      if (input !== undefined) taken.add(input);
      return input;
    });
    const inputs = tensors.map(({ size }, place) => {
      const input = holding[place] ?? find(size) ?? this.#add(size);
      taken.add(input);
      return input;
    });
    for (const input of inputs) input.recordings++;
    return inputs;
  }

  /** Gives inputs back that a recording has taken. */
  release(inputs: readonly Input[]): void {
    for (const input of inputs) {
      if (--input.recordings > 0) continue;
      this.#all.delete(input);
      this.arena.destroy([input.buffer]);
    }
  }

  #add(size: number): Input {
    const input = { buffer: this.arena.keep(4 * size, usageOfTensors()), holds: null, recordings: 0 };
    this.#all.add(input);
    return input;
  }
}
