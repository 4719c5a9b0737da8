import type { Key } from "./key.ts";
import { Stream } from "./stream.ts";

/**
 * `length` draws from the normal distribution with the given mean and standard deviation (Box and Muller, 1958).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { normal } from "./arrays.ts";
 * import { keyOf } from "./key.ts";
 *
 * const weights = normal(keyOf(0), 1000, { deviation: 0.02 });
 * assert(weights.every((weight) => Math.abs(weight) < 0.2));
 * ```
 */
export function normal(
  key: Key,
  length: number,
  { mean = 0, deviation = 1 } = {},
): Float32Array<ArrayBuffer> {
  const stream = new Stream(key);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - stream.uniform()));
    const angle = 2 * Math.PI * stream.uniform();
    values[i] = mean + radius * Math.cos(angle);
    if (i + 1 < length) values[i + 1] = mean + radius * Math.sin(angle);
  }
  return values;
}

/** `length` draws from `low` up to `high`, which rounding to float32 can give too. */
export function uniform(key: Key, length: number, low = 0, high = 1): Float32Array<ArrayBuffer> {
  const stream = new Stream(key);
  return Float32Array.from({ length }, () => low + (high - low) * stream.uniform());
}

/** The whole numbers from 0 to `length` - 1 in random order (Fisher and Yates). */
export function permutation(key: Key, length: number): Uint32Array<ArrayBuffer> {
  const stream = new Stream(key);
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
