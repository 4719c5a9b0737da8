import { permutation } from "../random/arrays.ts";
import { fold, keyOf } from "../random/key.ts";
import type { Task } from "./task.ts";

const GENERATED_PER_SEED = 2 ** 32;
const GENERATED_SEEDS = 2 ** 21;

/**
 * Which training examples gradient step `step` (from 0 on) learns from.
 *
 * A pure function, so that a resumed run needs to know nothing but its step. The examples come in epochs, each a
 * permutation of all of them; a batch may hold the end of one epoch and the start of the next, so that every
 * example is seen once in each. Where examples are generated as needed none comes twice, and each seed has
 * 2^32 examples of its own (of two seeds that differ by a multiple of 2^21 the same).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openTask } from "./open.ts";
 * import { trainingIndices } from "./order.ts";
 *
 * const task = await openTask({ name: "bit-xor" });
 * assert.deepEqual(trainingIndices(task, 0, 2, 4), [8, 9, 10, 11]);
 * ```
 */
export function trainingIndices(
  task: Pick<Task, "sizes">,
  seed: number,
  step: number,
  batchSize: number,
): number[] {
  const size = task.sizes.train, start = step * batchSize;
  const positions = Array.from({ length: batchSize }, (_, i) => start + i);
  if (size === Infinity) {
    return positions.map((position) => seed % GENERATED_SEEDS * GENERATED_PER_SEED + position);
  }
  return positions.map((position) => epochOrder(seed, Math.floor(position / size), size)[position % size]);
}

let last = { seed: -1, epoch: -1, order: new Uint32Array() };

/** The permutation of one epoch; the latest is kept, because hundreds of steps in a row ask for the same. */
function epochOrder(seed: number, epoch: number, size: number): Uint32Array {
  if (last.seed !== seed || last.epoch !== epoch || last.order.length !== size) {
    const key = fold(fold(keyOf(seed), "order"), epoch);
    last = { seed, epoch, order: permutation(key, size) };
  }
  return last.order;
}
