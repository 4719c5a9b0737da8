import assert from "node:assert/strict";
import { experimentTable } from "../../../lib/reports/tables/experiment.ts";
import { experimentSchema } from "../../../lib/sweeps/experiment.ts";

const experiment = {
  name: "mine",
  model: "pocket",
  tasks: [{ task: { name: "bit-xor" }, training: { maximumSteps: 4000, evaluateEvery: 100 } }],
  learningRates: [1e-3, 3e-3],
  seeds: [0, 1],
};

Deno.test("an experiment's table says how tasks are posed and trained", async () => {
  const { bundle } = await experimentTable(experimentSchema.parse(experiment));
  const text = bundle["text/plain"];
  assert.match(text, /^The experiment mine; the body is pocket\n/);
  assert.match(
    text,
    /Bit XOR +bits 5, patterns 2, patch 1, examples validation 1000, test 1000 +at most 4,000 +8 +1,000 examples every 100 steps, no early stopping +1e-3, 3e-3 +2/,
  );
});

Deno.test("an experiment's table says which settings have learning rates of their own", async () => {
  const own = { ...experiment.tasks[0], learningRatesBySetting: { "unfrozen-pretrained": [1e-4] } };
  const { bundle } = await experimentTable(experimentSchema.parse({ ...experiment, tasks: [own] }));
  assert.match(
    bundle["text/plain"],
    /Frozen Random, Frozen Pretrained, Unfrozen Random: 1e-3, 3e-3; Unfrozen Pretrained: 1e-4/,
  );
});
