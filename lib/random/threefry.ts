/** Two 32-bit words, each a signed or unsigned JavaScript integer; only their bits count. */
export type Words = readonly [number, number];

/** Rotations of Threefry-2x32 (Salmon et al., 2011, table 2), four rounds each, for those who write it for a backend. */
export const ROTATIONS = [[13, 15, 26, 6], [17, 29, 16, 24]];
/** What the third word of its key has beside the other two. */
export const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a bijection of `counter` for each `key`, as good as random.
 *
 * Because it is a pure function of small integers, the same key and counter give the same bits on every
 * machine and compute backend, now and in a resumed run.
 *
 * Source: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3"; the test vectors are those of
 * its Random123 library.
 *
 * @returns Two unsigned 32-bit integers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { threefry2x32 } from "./threefry.ts";
 *
 * const [low, high] = threefry2x32([0, 0], [0, 0]);
 * assert(low === 0x6b200159 && high === 0x99ba4efe);
 * ```
 */
export function threefry2x32(key: Words, counter: Words): [number, number] {
  const k0 = key[0] | 0, k1 = key[1] | 0, k2 = k0 ^ k1 ^ PARITY;
  let x0 = (counter[0] + k0) | 0, x1 = (counter[1] + k1) | 0;
  // Written out because this is the innermost loop of every dropout mask: a rotation table costs twice the time.
  x0 = (x0 + x1) | 0, x1 = (x1 << 13 | x1 >>> 19) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 15 | x1 >>> 17) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 26 | x1 >>> 6) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 6 | x1 >>> 26) ^ x0;
  x0 = (x0 + k1) | 0, x1 = (x1 + k2 + 1) | 0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 17 | x1 >>> 15) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 29 | x1 >>> 3) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 16 | x1 >>> 16) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 24 | x1 >>> 8) ^ x0;
  x0 = (x0 + k2) | 0, x1 = (x1 + k0 + 2) | 0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 13 | x1 >>> 19) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 15 | x1 >>> 17) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 26 | x1 >>> 6) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 6 | x1 >>> 26) ^ x0;
  x0 = (x0 + k0) | 0, x1 = (x1 + k1 + 3) | 0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 17 | x1 >>> 15) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 29 | x1 >>> 3) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 16 | x1 >>> 16) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 24 | x1 >>> 8) ^ x0;
  x0 = (x0 + k1) | 0, x1 = (x1 + k2 + 4) | 0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 13 | x1 >>> 19) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 15 | x1 >>> 17) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 26 | x1 >>> 6) ^ x0;
  x0 = (x0 + x1) | 0, x1 = (x1 << 6 | x1 >>> 26) ^ x0;
  return [(x0 + k2) >>> 0, (x1 + k0 + 5) >>> 0];
}
