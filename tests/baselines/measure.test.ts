import assert from "node:assert/strict";
import { startBackend } from "../../lib/backend/start.ts";
import { measureBaselines } from "../../lib/baselines/measure.ts";
import { type BaselineRecord, baselineRecordSchema } from "../../lib/baselines/record.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { ORIGIN } from "../sweeps/planned.ts";
import { rulesFor } from "../../lib/baselines/rules_for.ts";
import { openTask } from "../../lib/tasks/open.ts";
import type { Task } from "../../lib/tasks/task.ts";

await startBackend();

const experiment = experimentSchema.parse({
  name: "small",
  model: "pocket",
  tasks: [{
    task: {
      name: "listops",
      minimumLength: 3,
      maximumLength: 20,
      depth: 3,
      arguments: 3,
      examples: { train: 500, validation: 60, test: 80 },
    },
    training: { maximumSteps: 20, evaluateEvery: 10, testExamples: 40 },
  }, {
    task: { name: "bit-xor", bits: 3, examples: { validation: 16, test: 16 } },
    training: { maximumSteps: 4, evaluateEvery: 2 },
    learningRates: [1e-2],
  }],
  settings: ["frozen-random"],
  learningRates: [1e-3, 1e-2],
  seeds: [0, 3],
});

Deno.test("rules are measured once, regressions at each learning rate of the task with each seed", async () => {
  const told: BaselineRecord[][] = [];
  const records = await measureBaselines(experiment, ORIGIN, { onTask: (ofTask) => told.push(ofTask) });
  for (const record of records) assert.deepEqual(baselineRecordSchema.parse(record), record);
  assert.deepEqual(told.flat(), records);
  assert.deepEqual(
    records.map(({ task, baseline, learningRate, seed }) => `${task} ${baseline} ${learningRate} ${seed}`),
    [
      "listops majority null null",
      "listops first-operator null null",
      "listops all-digits null null",
      "listops own-digits null null",
      "listops logistic-regression 0.001 0",
      "listops logistic-regression 0.01 0",
      "listops logistic-regression 0.001 3",
      "listops logistic-regression 0.01 3",
      "bit-xor majority null null",
      "bit-xor logistic-regression 0.01 0",
      "bit-xor logistic-regression 0.01 3",
    ],
  );
  // As many examples as the training options say: 60 and 40.
  for (const { validationAccuracy, testAccuracy } of told[0]) {
    assert(Number.isInteger(Math.round(validationAccuracy * 60 * 1e9) / 1e9));
    assert(Number.isInteger(Math.round(testAccuracy * 40 * 1e9) / 1e9));
  }
  assert.deepEqual(records[0].config.training, experiment.tasks[0].training);
  const again = await measureBaselines(experiment, ORIGIN);
  const figures = (some: BaselineRecord[]) => some.map(({ provenance: _, ...figures }) => figures);
  assert.deepEqual(figures(again), figures(records));
});

Deno.test("what is known is not measured again, and what has been measured is told seed by seed", async () => {
  const all = await measureBaselines(experiment, ORIGIN);
  const known = all.filter((_, place) => [0, 1, 3, 5, 7, 9].includes(place)).map((record) => (
    { ...record, validationAccuracy: 1 }
  ));
  const told: BaselineRecord[][] = [];
  const records = await measureBaselines(experiment, ORIGIN, {
    known: known.toReversed(),
    onMeasured: (some) => told.push(some),
  });
  const named = (some: readonly BaselineRecord[]) =>
    some.map(({ task, baseline, learningRate, seed }) => `${task} ${baseline} ${learningRate} ${seed}`);
  assert.deepEqual(named(records), named(all));
  for (const record of known) assert(records.includes(record));
  // Of ListOps a rule, the first learning rate of seed 0 and of seed 3, of Bit XOR the rule and seed 3.
  assert.deepEqual(told.map((some) => some.length), [7, 8, 9, 10, 11]);
  for (const some of told) for (const record of known) assert(some.includes(record));
  assert.deepEqual(told.at(-1), records);
});

Deno.test("baselines of a task that is trained otherwise by now are not known", async () => {
  const [, entry] = experiment.tasks, small = { ...experiment, tasks: [entry], seeds: [] };
  const known = await measureBaselines(small, ORIGIN);
  const otherwise = { ...entry, training: { ...entry.training, patience: 3 } };
  const records = await measureBaselines({ ...small, tasks: [otherwise] }, ORIGIN, { known });
  assert.deepEqual(records.map(({ config }) => config.training.patience), [3]);
});

Deno.test("rules are fitted once on the training examples, and on no others", async () => {
  const task = await openTask({
    name: "listops",
    minimumLength: 3,
    maximumLength: 20,
    depth: 3,
    arguments: 3,
    examples: { train: 50, validation: 10, test: 10 },
  });
  for (
    const [given, examples] of [
      [task, Array(2).fill(50)], // the majority and the first operator
      [await openTask({ name: "bit-xor" }), [80]], // generated without end: as many as a run learns from
    ] as const
  ) {
    const asked: [string, number][] = [];
    const batch: Task["batch"] = (split, indices, ...rest) => {
      asked.push([split, indices.length]);
      return given.batch(split, indices, ...rest);
    };
    for (const [, fit] of rulesFor({ ...given, batch }, { batchSize: 8, maximumSteps: 10 })) fit();
    assert.deepEqual(asked, examples.map((count) => ["train", count]));
  }
});
