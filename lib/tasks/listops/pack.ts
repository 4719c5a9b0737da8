import { concatenate } from "../bytes.ts";
import type { Expressions } from "./expressions.ts";

/** Expressions as bytes of a file: their number, offsets (both as 32-bit integers), values and symbols. */
export function pack({ symbols, offsets, values }: Expressions): Uint8Array<ArrayBuffer> {
  const bytes = (integers: Uint32Array<ArrayBuffer>) =>
    new Uint8Array(integers.buffer, integers.byteOffset, integers.byteLength);
  return concatenate([bytes(Uint32Array.of(values.length)), bytes(offsets), values, symbols]);
}

/** The expressions in bytes made by {@linkcode pack}. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): Expressions {
  const integers = (start: number, count: number) =>
    new Uint32Array(bytes.slice(start, start + 4 * count).buffer);
  const [count] = integers(0, 1);
  const offsets = integers(4, count + 1);
  const valuesStart = 4 * (count + 2), symbolsStart = valuesStart + count;
  return {
    offsets,
    values: bytes.subarray(valuesStart, symbolsStart),
    symbols: bytes.subarray(symbolsStart),
  };
}
