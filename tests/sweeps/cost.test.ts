import assert from "node:assert/strict";
import { costliest, flopsOfRuns, flopsOfStep } from "../../lib/sweeps/cost.ts";
import { plannedRuns } from "./planned.ts";
import { gpt2Preset, huggingFaceConfig } from "../../lib/models/config.ts";

const [{ config }] = plannedRuns({ learningRates: [1e-3], seeds: [0] });
const flopsWith = (training: Partial<typeof config.training>) =>
  flopsOfRuns([{ ...config, training: { ...config.training, ...training } }]);

/** Of sums of some 1e10, in double precision. */
const assertClose = (actual: number, expected: number) =>
  assert(Math.abs(actual - expected) <= 1e-9 * expected, `Expected ${expected} but found ${actual}`);

Deno.test("a run costs its gradient steps and its evaluations", () => {
  const once = flopsWith({ maximumSteps: 100, evaluateEvery: 100 });
  const step = flopsOfStep(config);
  assertClose(flopsWith({ maximumSteps: 200, evaluateEvery: 200 }) - once, 100 * step);
  const doubled = { ...config.training, batchSize: 2 * config.training.batchSize };
  assertClose(flopsOfStep({ ...config, training: doubled }), 2 * step);
  // An evaluation more is one of all 1,000 validation examples; at the end are as many training and test examples.
  const look = flopsWith({ maximumSteps: 100, evaluateEvery: 50 }) - once;
  assertClose(once, 100 * step + 3 * look);
  assertClose(flopsWith({ maximumSteps: 100, evaluateEvery: 40 }) - once, 2 * look);
  assertClose(flopsWith({ maximumSteps: 100, evaluateEvery: 100, testExamples: 500 }), once - look / 2);
  // Of fewer validation examples there are fewer training examples too.
  assertClose(
    flopsWith({ maximumSteps: 100, evaluateEvery: 100, validationExamples: 100 }),
    once - 1.8 * look,
  );
  // What is not trained still has to be gone through, once instead of three times at most.
  assert(
    step > look * config.training.batchSize / 1000 && step < 3 * look * config.training.batchSize / 1000,
  );
});

Deno.test("the costliest run is the first of those that cost most", () => {
  const shorter = { ...config, training: { ...config.training, maximumSteps: 1 } };
  const other = { ...config, seed: 1 };
  assert.equal(costliest([shorter, config, other]), config);
  assert.throws(() => costliest([]), RangeError);
});

Deno.test("a cut body and one of a shape of one's own cost what they have", () => {
  const cut = { ...config, setting: { ...config.setting, layers: 1 } };
  const own = {
    ...config,
    model: "owner/name",
    body: huggingFaceConfig({ ...gpt2Preset("pocket"), layers: 1 }) as never,
  };
  assert(flopsOfStep(cut) < flopsOfStep(config) / 2);
  assert.equal(flopsOfStep(own), flopsOfStep(cut));
});
