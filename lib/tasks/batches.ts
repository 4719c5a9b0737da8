/**
 * The first `examples` of a split in batches of one size, each with how many of its examples count: the last repeats its
 * last example, because each batch size would be compiled for itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { batchesOf } from "./batches.ts";
 *
 * assert.deepEqual([...batchesOf(3, 2)], [{ indices: [0, 1], count: 2 }, { indices: [2, 2], count: 1 }]);
 * ```
 */
export function* batchesOf(examples: number, most: number): Generator<{ indices: number[]; count: number }> {
  const size = Math.min(examples, most);
  for (let start = 0; start < examples; start += size) {
    const indices = Array.from({ length: size }, (_, i) => Math.min(start + i, examples - 1));
    yield { indices, count: Math.min(size, examples - start) };
  }
}
