import assert from "node:assert/strict";
import { assignSlots } from "../../../lib/compiler/webgpu/assign_slots.ts";
import type { Lifetime } from "../../../lib/compiler/webgpu/lifetimes.ts";
import { keyOf } from "../../../lib/random/key.ts";
import { Stream } from "../../../lib/random/stream.ts";

Deno.test("no two tensors are in a slot at the same time, and each fits in", () => {
  const stream = new Stream(keyOf(0));
  for (let trial = 0; trial < 100; trial++) {
    const tensors = Array.from({ length: 60 }, (): Lifetime => {
      const first = stream.below(50);
      return { size: 4 * (1 + stream.below(9)), first, last: first + stream.below(12) };
    });
    const { sizes, slots } = assignSlots(tensors);
    for (const [i, { size, first, last }] of tensors.entries()) {
      assert(size <= sizes[slots[i]]);
      for (const [j, other] of tensors.slice(0, i).entries()) {
        assert(slots[i] !== slots[j] || last < other.first || other.last < first, `${i} and ${j}`);
      }
    }
    assert.deepEqual(sizes, sizes.toSorted((a, b) => b - a));
  }
});

Deno.test("a chain of tensors, each made from the one before, takes two slots", () => {
  const chain = Array.from({ length: 20 }, (_, i) => ({ size: 8, first: i, last: i + 1 }));
  assert.deepEqual(assignSlots(chain).sizes, [8, 8]);
});

Deno.test("small tensors do not take the places of large ones", () => {
  const small = { size: 4, first: 0, last: 9 }, large = { size: 400, first: 0, last: 1 };
  const { sizes, slots } = assignSlots([small, large, { ...large, first: 2, last: 3 }]);
  assert.deepEqual({ sizes, slots }, { sizes: [400, 4], slots: [1, 0, 0] });
});

Deno.test("nothing takes no slots", () => assert.deepEqual(assignSlots([]), { sizes: [], slots: [] }));
