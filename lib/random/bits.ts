import type { Key } from "./key.ts";
import { threefry2x32 } from "./threefry.ts";

/**
 * Which of `length` values dropout keeps: 1 where the value's 16 random bits are at least `rate` * 2^16, else 0.
 *
 * Values 4 i to 4 i + 3 take their bits from block i of the stream: the low and high halves of its first word,
 * then those of its second. Any backend that computes Threefry can thus make the same mask.
 *
 * @param rate From 0 to 1, rounded to a multiple of 2^-16.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dropoutMask } from "./bits.ts";
 * import { keyOf } from "./key.ts";
 *
 * const mask = dropoutMask(keyOf(0), 10_000, 0.1);
 * const kept = mask.reduce((sum, keep) => sum + keep, 0) / mask.length;
 * assert(Math.abs(kept - 0.9) < 0.02);
 * ```
 */
export function dropoutMask(key: Key, length: number, rate: number): Uint8Array<ArrayBuffer> {
  const threshold = dropoutThreshold(rate);
  const blocks = Math.ceil(length / 4);
  const mask = new Uint8Array(4 * blocks);
  for (let block = 0; block < blocks; block++) {
    const [first, second] = threefry2x32(key, [block, 0]);
    mask[4 * block] = +((first & 0xffff) >= threshold);
    mask[4 * block + 1] = +((first >>> 16) >= threshold);
    mask[4 * block + 2] = +((second & 0xffff) >= threshold);
    mask[4 * block + 3] = +((second >>> 16) >= threshold);
  }
  return mask.subarray(0, length);
}

/** The smallest 16 bits that {@linkcode dropoutMask} keeps: from 0 to 2^16. */
export function dropoutThreshold(rate: number): number {
  return Math.round(rate * 2 ** 16);
}
