import assert from "node:assert/strict";
import { join } from "node:path";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { runsOf } from "../../lib/sweeps/runs_of.ts";
import { hashWeights } from "../../lib/sweeps/weights.ts";
import { withDirectory } from "../temporary_directory.ts";

const experiment = experimentSchema.parse({
  name: "own",
  model: "pocket-small",
  tasks: [{ task: { name: "bit-xor" }, training: { maximumSteps: 20, evaluateEvery: 10 } }],
  settings: ["frozen-pretrained"],
  learningRates: [1e-3],
  seeds: [0],
});

Deno.test("runs are planned with the weights that are there, and only where there are none with others", async () => {
  const others = "0".repeat(64), without = { ...experiment, model: "pocket-large" };
  const weightsOf = (runs: Awaited<ReturnType<typeof runsOf>>) => runs.map(({ config }) => config.weights);
  assert.deepEqual(weightsOf(await runsOf(experiment, others)), [await hashWeights("pocket-small")]);
  assert.deepEqual(weightsOf(await runsOf(without, others)), [others]);
  assert.deepEqual(await runsOf(without), []);
});

Deno.test("an experiment whose defaults are not filled in is refused, as is one that does not fit", async () => {
  const [{ task, training }] = experiment.tasks;
  const { batchSize: _, ...without } = training;
  await assert.rejects(runsOf({ ...experiment, tasks: [{ task, training: without as never }] }), {
    name: "UserError",
    message: "Expected the experiment own with its defaults but found it without some: give what " +
      "experimentSchema.parse(experiment) gives",
  });
  await assert.rejects(runsOf({ ...experiment, seeds: [-1] }), {
    name: "UserError",
    message: /^The experiment does not fit:[^]*at least 0 but found -1[^]*seeds\[0\]/,
  });
});

Deno.test("a preset's name says its shape, which is no part of its runs' identity", async () => {
  const [{ config }] = await runsOf(experiment);
  assert.equal(config.body, undefined);
});

Deno.test("runs on other files of one's own are other runs", () =>
  withDirectory(async (directory) => {
    const { training } = experiment.tasks[0], task = { name: "listops", directory };
    const own = experimentSchema.parse({ ...experiment, tasks: [{ task, training }] });
    const write = (name: string, rows: string[]) =>
      Deno.writeTextFile(join(directory, name), ["Source\tTarget", ...rows, ""].join("\n"));
    for (const name of ["basic_train.tsv", "basic_val.tsv"]) await write(name, ["[MAX 1 2 ]\t2"]);
    const ids = new Set<string>();
    for (const rows of [["[MAX 1 2 ]\t2"], ["[MIN 1 2 ]\t1"], ["[MAX 1 2 ]\t2"]]) {
      await write("basic_test.tsv", rows);
      ids.add((await runsOf(own))[0].runId);
    }
    assert.equal(ids.size, 2);
  }));
