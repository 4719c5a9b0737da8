import assert from "node:assert/strict";
import { learningRateAt } from "../../lib/pretraining/schedule.ts";

/** nanoGPT's get_lr (train.py), whose iterations count from 0, at the end of the warm-up reaching the highest rate. */
function getLr(it: number, learningRate: number, warmupIters: number, lrDecayIters: number, minLr: number) {
  if (it < warmupIters) return learningRate * it / warmupIters;
  if (it > lrDecayIters) return minLr;
  const decayRatio = (it - warmupIters) / (lrDecayIters - warmupIters);
  const coeff = 0.5 * (1.0 + Math.cos(Math.PI * decayRatio));
  return minLr + coeff * (learningRate - minLr);
}

Deno.test("the learning rate is nanoGPT's at every step", () => {
  const options = { learningRate: 6e-4, warmUpSteps: 20, steps: 300 };
  for (let step = 1; step <= 300; step++) {
    assert(Math.abs(learningRateAt(step, options) - getLr(step, 6e-4, 20, 300, 6e-5)) < 1e-15, `${step}`);
  }
});

Deno.test("without a warm-up the first step already goes down", () => {
  const options = { learningRate: 1, warmUpSteps: 0, steps: 2 };
  assert.deepEqual([1, 2].map((step) => learningRateAt(step, options).toFixed(9)), [
    "0.550000000",
    "0.100000000",
  ]);
});
