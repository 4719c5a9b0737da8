import type { Key } from "./key.ts";
import { threefry2x32 } from "./threefry.ts";

/**
 * Random numbers one after another: for loops whose draws depend on earlier ones, as a generator of trees.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { keyOf } from "./key.ts";
 * import { Stream } from "./stream.ts";
 *
 * const stream = new Stream(keyOf(0));
 * const die = 1 + stream.below(6);
 * assert(die >= 1 && die <= 6);
 * ```
 */
export class Stream {
  #key: Key;
  #block = 0;
  #spare: number | undefined;

  constructor(key: Key) {
    this.#key = key;
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    const spare = this.#spare;
    if (spare !== undefined) {
      this.#spare = undefined;
      return spare;
    }
    const [first, second] = threefry2x32(this.#key, [this.#block++, 0]);
    this.#spare = second;
    return first;
  }

  /** A multiple of 2^-32 in [0, 1). */
  uniform(): number {
    return this.next() / 2 ** 32;
  }

  /** A whole number from 0 to `limit` - 1; no value is favored by more than `limit` / 2^32. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }
}
