import assert from "node:assert/strict";
import { join } from "node:path";
import { readBaselines, writeBaselines } from "../../lib/baselines/store.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { identified } from "../../lib/tasks/identified.ts";
import { withDirectory } from "../temporary_directory.ts";
import { syntheticBaseline } from "./records.ts";

const experiment = experimentSchema.parse({
  name: "own",
  model: "pocket",
  tasks: [{ task: { name: "mnist" }, training: { maximumSteps: 20, evaluateEvery: 10, patience: 1 } }],
  learningRates: [1e-3],
  seeds: [0],
});
const rule = syntheticBaseline();
const regression = syntheticBaseline({ baseline: "logistic-regression" });

Deno.test("baselines are read as they were written, in place of those before", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "records", "own.jsonl");
    assert.deepEqual(await readBaselines(experiment, file), []);
    await writeBaselines(file, [rule, rule]);
    await writeBaselines(file, [rule, regression]);
    assert.deepEqual(await readBaselines(experiment, file), [rule, regression]);
  }));

Deno.test("baselines that do not belong to the experiment any more are left out", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "own.jsonl"), { config } = rule;
    await writeBaselines(file, [
      { ...rule, config: { ...config, training: { ...config.training, maximumSteps: 30 } } },
      syntheticBaseline({ task: "cifar10" }),
      { ...regression, learningRate: 1e-2 },
      { ...regression, seed: 1 },
      regression,
    ]);
    assert.deepEqual(await readBaselines(experiment, file), [regression]);
  }));

Deno.test("baselines on other files of ListOps are left out", () =>
  withDirectory(async (directory) => {
    const task = { name: "listops" as const, directory, maximumLength: 10 };
    const ofFolder = experimentSchema.parse({ ...experiment, tasks: [{ ...experiment.tasks[0], task }] });
    const [{ task: options, training }] = ofFolder.tasks;
    const write = (split: string, ...digits: number[]) =>
      Deno.writeTextFile(
        join(directory, `basic_${split}.tsv`),
        ["Source\tTarget", ...digits.map((digit) => `[MAX 1 ${digit} ]\t${digit}`), ""].join("\n"),
      );
    for (const split of ["train", "val", "test"]) await write(split, 2, 3);
    const file = join(directory, "own.jsonl");
    const record = {
      ...syntheticBaseline(),
      task: "listops",
      config: { task: await identified(options), training },
    };
    await writeBaselines(file, [record]);
    assert.deepEqual(await readBaselines(ofFolder, file), [record]);
    await write("test", 4, 5);
    assert.deepEqual(await readBaselines(ofFolder, file), []);
  }));

Deno.test("a damaged line is named, with what makes the file anew", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "own.jsonl");
    const damaged: [unknown, RegExp][] = [
      [
        { ...rule, testAccuracy: 7 },
        /own\.jsonl:2 does not fit:.*testAccuracy\n`deno task baselines <its file> --anew` makes the file anew$/s,
      ],
      [{ ...rule, baseline: "guess" }, /Expected "majority", .* but found "guess"/],
      [{ ...rule, seed: 0 }, /Expected learningRate, seed and bestStep of logistic-regression, and null of/],
      [{ ...regression, learningRate: null }, /Expected learningRate, seed and bestStep/],
    ];
    for (const [line, message] of damaged) {
      await Deno.writeTextFile(file, `${JSON.stringify(rule)}\n${JSON.stringify(line)}\n`);
      await assert.rejects(readBaselines(experiment, file), { name: "UserError", message });
    }
    await Deno.writeTextFile(file, '{"baseline":');
    await assert.rejects(readBaselines(experiment, file), /Expected a baseline in JSON at .*own\.jsonl:1/);
  }));
