import assert from "node:assert/strict";
import { flopsOfStep } from "./flops.ts";

/*
 * By hand, for one layer of width 2, batch 1, 3 positions; a product of [m, k] and [k, n] is m k n multiplications.
 *   input [3, 48] x [48, 2]: 288, of its weights: 288
 *   queries, keys and values [3, 2] x [2, 6]: 36; their projection [3, 2] x [2, 2]: 12
 *   MLP [3, 2] x [2, 8] and [3, 8] x [8, 2]: 48 each; all with weights: 144
 *   scores and mixing, [3, 2] x [2, 3] and [3, 3] x [3, 2]: 18 each
 *   output [1, 2] x [2, 10]: 20
 */
const INPUT = 288, WEIGHTS = 144, ATTENTION = 36, OUTPUT = 20;

Deno.test("unfrozen, each product has two gradients, that of the inputs only one", () => {
  const flops = flopsOfStep({ setting: "unfrozen", tokens: 3, batch: 1 }, { layers: 1, width: 2 });
  assert.equal(flops, 2 * (2 * INPUT + 3 * WEIGHTS + 3 * ATTENTION + 3 * OUTPUT));
});

Deno.test("frozen, the weights of attention and MLP have none", () => {
  const flops = flopsOfStep({ setting: "frozen", tokens: 3, batch: 1 }, { layers: 1, width: 2 });
  assert.equal(flops, 2 * (2 * INPUT + 2 * WEIGHTS + 3 * ATTENTION + 3 * OUTPUT));
});

Deno.test("FLOPs grow in proportion to the layers and to the batch", () => {
  const work = { setting: "frozen", tokens: 64, batch: 8 } as const;
  const one = flopsOfStep(work, { layers: 1, width: 256 });
  const twelve = flopsOfStep(work, { layers: 12, width: 256 });
  const none = flopsOfStep(work, { layers: 0, width: 256 });
  assert.equal(twelve - none, 12 * (one - none));
  assert.equal(flopsOfStep({ ...work, batch: 16 }, { layers: 1, width: 256 }), 2 * one);
});
