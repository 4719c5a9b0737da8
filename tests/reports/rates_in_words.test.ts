import assert from "node:assert/strict";
import { ratesInWords, tasksRates } from "../../lib/reports/rates_in_words.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";

const training = { maximumSteps: 2, evaluateEvery: 2 };
const experiment = experimentSchema.parse({
  name: "rates",
  model: "pocket-small",
  tasks: [
    { task: { name: "mnist" }, training },
    {
      task: { name: "listops" },
      training,
      learningRatesBySetting: { "unfrozen-random": [1e-4], "unfrozen-pretrained": [1e-4] },
    },
    { task: { name: "cifar10" }, training },
  ],
  learningRates: [1e-3, 1e-2],
  seeds: [0],
});

Deno.test("settings with the same learning rates are named together", () => {
  const [mnist, listops] = experiment.tasks.map((entry) => ratesInWords(experiment, entry));
  assert.equal(mnist, "1e-3, 1e-2");
  assert.equal(
    listops,
    "Frozen Random, Frozen Pretrained: 1e-3, 1e-2; Unfrozen Random, Unfrozen Pretrained: 1e-4",
  );
});

Deno.test("tasks with the same learning rates are named together", () => {
  const frozen = experiment.settings.filter(({ name }) => name.startsWith("frozen"));
  assert.equal(tasksRates({ ...experiment, settings: frozen }), "MNIST, ListOps, CIFAR10: 1e-3, 1e-2");
  assert.equal(
    tasksRates(experiment),
    "MNIST, CIFAR10: 1e-3, 1e-2; " +
      "ListOps: Frozen Random, Frozen Pretrained: 1e-3, 1e-2; Unfrozen Random, Unfrozen Pretrained: 1e-4",
  );
});
