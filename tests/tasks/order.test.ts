import assert from "node:assert/strict";
import { trainingIndices } from "../../lib/tasks/order.ts";

const finite = { sizes: { train: 10, validation: 1, test: 1 } };
const generated = { sizes: { train: Infinity, validation: 1, test: 1 } };

Deno.test("each epoch holds every example once, also where batches lie across two epochs", () => {
  const seen = Array.from({ length: 20 }, (_, step) => trainingIndices(finite, 0, step, 3)).flat();
  assert.equal(seen.length, 60);
  const epochs = Array.from({ length: 6 }, (_, epoch) => seen.slice(10 * epoch, 10 * epoch + 10));
  for (const epoch of epochs) {
    assert.deepEqual([...epoch].sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  assert.equal(new Set(epochs.map(String)).size, 6, "each in an order of its own");
});

Deno.test("a batch may be larger than an epoch", () => {
  const indices = trainingIndices(finite, 0, 0, 25);
  assert.deepEqual(
    indices,
    Array.from({ length: 25 }, (_, step) => trainingIndices(finite, 0, step, 1)).flat(),
  );
});

Deno.test("the order depends on seed and step only, whatever was asked before", () => {
  const forth = [0, 1, 2, 3, 4, 5].map((step) => trainingIndices(finite, 3, step, 4));
  trainingIndices(finite, 4, 0, 4);
  trainingIndices({ sizes: { ...finite.sizes, train: 99 } }, 3, 50, 4); // of its third epoch, as what is asked next
  const back = [5, 4, 3, 2, 1, 0].map((step) => trainingIndices(finite, 3, step, 4)).reverse();
  assert.deepEqual(back, forth);
  assert.notDeepEqual(trainingIndices(finite, 4, 0, 10), trainingIndices(finite, 3, 0, 10));
});

Deno.test("generated examples never come twice, and each seed has its own", () => {
  const seen = [0, 1, 2].flatMap((seed) =>
    [0, 1, 2, 1_000_000].flatMap((step) => trainingIndices(generated, seed, step, 32))
  );
  assert.equal(new Set(seen).size, 3 * 4 * 32);
  assert(trainingIndices(generated, 2 ** 53 - 1, 400_000, 32).every(Number.isSafeInteger));
});
