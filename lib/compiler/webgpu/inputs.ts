import type { Arena } from "./arena.ts";

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

  /** Different inputs for the tensors of a recording, those that hold them already first. */
  take(tensors: readonly { size: number; dataId: object }[]): Input[] {
    const taken = new Set<Input>();
    for (const { size, dataId } of tensors) {
      const free = [...this.#all].filter((input) => input.buffer.size === 4 * size && !taken.has(input));
      const input = free.find(({ holds }) => holds === dataId) ?? free[0] ?? this.#add(4 * size);
      input.recordings++;
      taken.add(input);
    }
    return [...taken];
  }

  /** Gives inputs back that a recording has taken. */
  release(inputs: readonly Input[]): void {
    for (const input of inputs) {
      if (--input.recordings > 0) continue;
      this.#all.delete(input);
      this.arena.destroy([input.buffer]);
    }
  }

  #add(bytes: number): Input {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const input = {
      buffer: this.arena.keep(bytes, STORAGE | COPY_SRC | COPY_DST),
      holds: null,
      recordings: 0,
    };
    this.#all.add(input);
    return input;
  }
}
