import { threefry2x32, type Words } from "./threefry.ts";

/** Names one stream of random numbers. Keys are split by {@linkcode fold}, never advanced. */
export type Key = Words;

// Counters of streams end in 0 (see Stream and dropoutMask), so a folded key never equals a drawn number.
const FOLD = 1;

/**
 * The key of a seed.
 *
 * @param seed A whole number from 0 to 2^53 - 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fold, keyOf } from "./key.ts";
 *
 * const dropout = fold(fold(keyOf(0), "dropout"), 17); // seed 0, step 17
 * assert(dropout.length === 2);
 * ```
 */
export function keyOf(seed: number): Key {
  return [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
}

/** The key of one purpose (a name) or one index (a whole number below 2^32) under `key`, independent of its siblings. */
export function fold(key: Key, place: string | number): Key {
  return threefry2x32(key, foldCounter(place));
}

/** The counter at which {@linkcode fold} evaluates the generator: for backends that compute Threefry themselves. */
export function foldCounter(place: string | number): Words {
  return typeof place === "number" ? [place, FOLD] : [hash(place), FOLD + 1];
}

/** FNV-1a, 32 bits, over UTF-8. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}
