/** The number types of the safetensors format and their sizes in bytes. */
export const BYTES_OF_DTYPE = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
  C64: 8,
} as const;
export type Dtype = keyof typeof BYTES_OF_DTYPE;

/** Those that hold weights and are read and written here. */
export const FLOAT_DTYPES = ["F32", "F16", "BF16"] as const;
export type FloatDtype = (typeof FLOAT_DTYPES)[number];

/** The numbers in a little-endian buffer, as this process has them too. */
export function decode(buffer: ArrayBuffer, dtype: FloatDtype): Float32Array<ArrayBuffer> {
  if (dtype === "F32") return new Float32Array(buffer);
  if (dtype === "F16") return new Float32Array(new Float16Array(buffer));
  const bits = Uint32Array.from(new Uint16Array(buffer), (half) => half << 16);
  return new Float32Array(bits.buffer);
}

/**
 * The bytes of numbers, rounded to the nearest, ties to even.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decode, encode } from "./dtypes.ts";
 *
 * const bytes = encode(Float32Array.of(1, 1 + 2 ** -8, 1 + 3 * 2 ** -8), "BF16");
 * assert.deepEqual([...decode(bytes.buffer, "BF16")], [1, 1, 1 + 2 ** -6]);
 * ```
 */
export function encode(values: Float32Array<ArrayBuffer>, dtype: FloatDtype): Uint8Array<ArrayBuffer> {
  if (dtype === "F32") return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (dtype === "F16") return new Uint8Array(new Float16Array(values).buffer);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = Uint16Array.from(bits, (word, i) => {
    // Rounding up could carry a NaN's bits to infinity: cut it and set its quiet bit.
    if (Number.isNaN(values[i])) return word >>> 16 | 0x40;
    return word + 0x7fff + (word >>> 16 & 1) >>> 16;
  });
  return new Uint8Array(halves.buffer);
}
