import assert from "node:assert/strict";
import { forwardFlops, stepFlops } from "../../lib/models/flops.ts";
import { gpt2Preset } from "../../lib/models/config.ts";
import { type Part, PARTS, SETTINGS } from "../../lib/models/settings.ts";
import type { TransferConfig } from "../../lib/models/transfer.ts";

function modelOf({ layers = 1, width = 2, length = 3 } = {}): TransferConfig {
  return {
    body: { ...gpt2Preset("gpt2"), layers, width, mlpWidth: 4 * width, positions: length },
    input: { kind: "vectors", width: 48 },
    ...{ classes: 10, answers: 1, answerPositions: 1 },
  };
}

/*
 * By hand, for one layer of width 2, batch 1, 3 positions; a product of [m, k] and [k, n] is m k n multiplications.
 *   input [3, 48] x [48, 2]: 288, of its weights: 288
 *   queries, keys and values [3, 2] x [2, 6]: 36; their projection [3, 2] x [2, 2]: 12
 *   MLP [3, 2] x [2, 8] and [3, 8] x [8, 2]: 48 each
 *   scores and mixing, [3, 2] x [2, 3] and [3, 3] x [3, 2]: 18 each
 *   output [1, 2] x [2, 10]: 20
 */
const INPUT = 288, QKV = 36, PROJECTION = 12, MLP = 96, MIXING = 36, OUTPUT = 20;
const FORWARD = INPUT + QKV + PROJECTION + MLP + MIXING + OUTPUT;

function assertStep(trained: readonly Part[], multiplications: number): void {
  assert.equal(stepFlops(modelOf(), trained, 1), 2 * multiplications, trained.join());
}

Deno.test("a forward pass is each product once", () => {
  assert.equal(forwardFlops(modelOf(), 1), 2 * FORWARD);
  const three = { ...modelOf(), answers: 3, answerPositions: 3 };
  assert.equal(forwardFlops(three, 1), 2 * (FORWARD + 2 * OUTPUT), "an output for each answer");
});

Deno.test("unfrozen, each product has two gradients, that of the inputs only one", () => {
  assertStep(PARTS, 3 * FORWARD - INPUT);
});

Deno.test("frozen, the weights of attention and MLP have none", () => {
  const { trained } = SETTINGS["frozen-random"];
  assertStep(trained, 2 * INPUT + 2 * (QKV + PROJECTION + MLP) + 3 * MIXING + 3 * OUTPUT);
});

Deno.test("the gradient goes no deeper than what is trained", () => {
  assertStep(["output"], FORWARD + OUTPUT);
  for (const first of ["layerNorms", "positions"] as const) {
    assertStep(["output", first], FORWARD + QKV + PROJECTION + MLP + 2 * MIXING + 2 * OUTPUT);
  }
  // In the one block the MLP's gradient stops in front of its first product, attention's in front of its own.
  assertStep(["output", "mlp"], FORWARD + MLP + MLP / 2 + 2 * OUTPUT);
  assertStep(["output", "attention"], FORWARD + QKV + 2 * PROJECTION + 2 * MIXING + MLP + 2 * OUTPUT);
});

Deno.test("an embedding of tokens costs nothing, but is reached by the gradient", () => {
  const model: TransferConfig = { ...modelOf(), input: { kind: "tokens", vocabulary: 16 } };
  assert.equal(stepFlops(model, ["input"], 1), stepFlops(model, ["positions"], 1));
  assert.equal(forwardFlops(model, 1), 2 * (FORWARD - INPUT));
});

Deno.test("FLOPs grow in proportion to the layers and to the batch", () => {
  const { trained } = SETTINGS["frozen-random"];
  const of = (layers: number, batch = 8) =>
    stepFlops(modelOf({ layers, width: 256, length: 64 }), trained, batch);
  assert.equal(of(12) - of(0), 12 * (of(1) - of(0)));
  assert.equal(of(1, 16), 2 * of(1));
});
