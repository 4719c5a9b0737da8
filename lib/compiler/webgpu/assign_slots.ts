import type { Lifetime } from "./lifetimes.ts";

/** Which of some pieces of memory each tensor is in. */
export interface SlotAssignment {
  /** The bytes of each piece, largest first. */
  sizes: number[];
  /** The piece of each tensor, in the order of the tensors. */
  slots: number[];
}

/**
 * Assigns tensors to pieces of memory so that no two are in one piece at the same time: the largest first, each to
 * the smallest piece that is free for as long as the tensor lives, or to a new one (Pisarchyk and Lee, 2020,
 * "Efficient Memory Management for Deep Neural Net Inference", section 4.3). WebGPU lets no program write into a
 * buffer that it reads from, so pieces are never divided.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { assignSlots } from "./assign_slots.ts";
 *
 * const [early, late, all] = [{ first: 0, last: 1 }, { first: 2, last: 3 }, { first: 0, last: 3 }];
 * const tensors = [{ size: 4, ...early }, { size: 8, ...late }, { size: 4, ...all }];
 * assert.deepEqual(assignSlots(tensors), { sizes: [8, 4], slots: [0, 0, 1] });
 * ```
 */
export function assignSlots(tensors: readonly Lifetime[]): SlotAssignment {
  const sizes: number[] = [], slots: number[] = [], tenants: Lifetime[][] = [];
  const largestFirst = tensors.keys().toArray().sort((a, b) => tensors[b].size - tensors[a].size);
  for (const tensor of largestFirst) {
    const lifetime = tensors[tensor];
    let slot = tenants.findLastIndex((others) => isFree(others, lifetime));
    if (slot < 0) {
      slot = sizes.push(lifetime.size) - 1;
      tenants.push([]);
    }
    tenants[slot].splice(firstAfter(tenants[slot], lifetime), 0, lifetime);
    slots[tensor] = slot;
  }
  return { sizes, slots };
}

/** Whether none of `tenants`, which are in the order of their lifetimes, lives at the same time. */
function isFree(tenants: Lifetime[], { first, last }: Lifetime): boolean {
  const next = firstAfter(tenants, { first });
  return (next === 0 || tenants[next - 1].last < first) &&
    (next === tenants.length || last < tenants[next].first);
}

/** The place of the first tenant that begins after `first`. */
function firstAfter(tenants: Lifetime[], { first }: Pick<Lifetime, "first">): number {
  let low = 0, high = tenants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tenants[middle].first > first) high = middle;
    else low = middle + 1;
  }
  return low;
}
