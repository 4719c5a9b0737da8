import { evaluate } from "./evaluate.ts";

/** Many expressions with their values, without an object for each: a data set has 10^5 of 10^3 symbols. */
export interface Expressions {
  /** The symbols of all expressions, one after another. */
  symbols: Uint8Array<ArrayBuffer>;
  /** [expressions + 1]: expression i has the symbols from `offsets[i]` to before `offsets[i + 1]`. */
  offsets: Uint32Array<ArrayBuffer>;
  /** [expressions]: their values. */
  values: Uint8Array<ArrayBuffer>;
}

/** The symbols of expression `index`: a view, not a copy. */
export function symbolsOf({ symbols, offsets }: Expressions, index: number): Uint8Array<ArrayBuffer> {
  return symbols.subarray(offsets[index], offsets[index + 1]);
}

/** The expressions from `start` to before `end`: views, not copies. */
export function slice({ symbols, offsets, values }: Expressions, start: number, end: number): Expressions {
  return { symbols, offsets: offsets.subarray(start, end + 1), values: values.subarray(start, end) };
}

/** Collects expressions that become known one by one. */
export class ExpressionsBuilder {
  #symbols = new Uint8Array(1 << 20);
  #offsets = [0];
  #values: number[] = [];

  get count(): number {
    return this.#values.length;
  }

  symbolsOf(index: number): Uint8Array {
    return this.#symbols.subarray(this.#offsets[index], this.#offsets[index + 1]);
  }

  /**
   * @returns The value of the expression.
   * @throws {UserError} If `symbols` is not one expression.
   */
  add(symbols: Uint8Array): number {
    const value = evaluate(symbols);
    this.#values.push(value);
    const end = this.#offsets[this.#offsets.length - 1];
    if (end + symbols.length > this.#symbols.length) {
      const larger = new Uint8Array(2 * (end + symbols.length));
      larger.set(this.#symbols);
      this.#symbols = larger;
    }
    this.#symbols.set(symbols, end);
    this.#offsets.push(end + symbols.length);
    return value;
  }

  build(): Expressions {
    return {
      symbols: this.#symbols.slice(0, this.#offsets[this.#offsets.length - 1]),
      offsets: Uint32Array.from(this.#offsets),
      values: Uint8Array.from(this.#values),
    };
  }
}
