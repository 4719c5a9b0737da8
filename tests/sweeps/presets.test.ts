import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { summarize } from "../../lib/analysis/summary.ts";
import { SETTING_NAMES } from "../../lib/models/settings.ts";
import { archiveFile, readArchive } from "../../lib/sweeps/archive.ts";
import { planRuns } from "../../lib/sweeps/plan.ts";
import {
  bodyPresets,
  depthPreset,
  longerPreset,
  namedPreset,
  partsPreset,
  preset,
  PRESET_NAMES,
  presetsOf,
} from "../../lib/sweeps/presets.ts";
import type { ArchivedRun } from "../../lib/sweeps/record.ts";
import { taskOptionsSchema } from "../../lib/tasks/options.ts";

Deno.test("every experiment of a scale has a name of its own, by which it is found", () => {
  const all = PRESET_NAMES.flatMap(presetsOf);
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  for (const experiment of all) assert.deepEqual(namedPreset(experiment.name), experiment);
  assert.equal(namedPreset("huge"), undefined);
});

Deno.test("the paper's scale has the paper's grid and recipe", () => {
  const { model, tasks, settings, learningRates, seeds } = preset("paper");
  assert.deepEqual([model, settings.map(({ name }) => name)], ["gpt2", [...SETTING_NAMES]]);
  assert.deepEqual([learningRates, seeds], [[1e-6, 1e-5, 1e-4, 1e-3, 1e-2], [0, 1, 2]]);
  assert.deepEqual(
    tasks.map(({ task, training }) => [task.name, training.maximumSteps]),
    [["listops", 300_000], ["mnist", 400_000], ["cifar10", 400_000], ["cifar10-lra", 300_000]],
  );
  for (const { task, training, ...own } of tasks) {
    assert.deepEqual(own, {});
    assert.deepEqual(task, taskOptionsSchema.parse({ name: task.name }), "as the paper poses it");
    const { maximumSteps: _, evaluateEvery, patience, ...recipe } = training;
    assert.deepEqual([evaluateEvery, patience], [2000, 15], "ours, as the README says");
    assert.deepEqual(recipe, {
      batchSize: 8,
      clipNorm: 1,
      matmulPrecision: "float32",
      validationExamples: null,
      testExamples: null,
    });
  }
});

Deno.test("the pocket scale has the paper's tasks and settings, three seeds, and enough learning rates", () => {
  const { tasks, settings, learningRates, seeds } = preset("pocket");
  assert.deepEqual(settings.map(({ name }) => name), [...SETTING_NAMES]);
  assert.equal(seeds.length, 3);
  for (const { task: { name }, learningRates: own = learningRates } of tasks) {
    assert(own.length >= (name === "mnist" || name === "cifar10" ? 9 : 5), name);
    assert(own.includes(1e-3), `${name}: that of Lu et al.`);
  }
  assert.deepEqual(
    tasks.map(({ task }) => task.name).sort(),
    ["bit-memory", "bit-xor", "cifar10", "cifar10-lra", "listops", "mnist"],
  );
});

Deno.test("longer runs have the learning rates that were best in the main sweep, and more of the same steps", async () => {
  const longer = longerPreset("pocket")!, main = preset("pocket");
  const archive = await readArchive(archiveFile("pocket"));
  const best = summarize([...archive.values()]);
  for (const { task, training, learningRatesBySetting } of longer.tasks) {
    const expected = best.filter((one) => one.task === task.name)
      .map(({ setting, learningRate }) => [setting, [learningRate]]);
    assert.deepEqual(learningRatesBySetting, Object.fromEntries(expected));
    const shorter = main.tasks.find((one) => one.task.name === task.name)!;
    assert.deepEqual(task, shorter.task);
    const { maximumSteps, evaluateEvery, validationExamples } = shorter.training;
    assert(training.maximumSteps >= 3 * maximumSteps);
    assert(training.validationExamples! >= validationExamples!);
    assert.deepEqual({ ...training, maximumSteps, evaluateEvery, validationExamples }, shorter.training);
  }
});

Deno.test("the records under version control are of runs that presets plan", async () => {
  const archived = PRESET_NAMES.flatMap(presetsOf).filter(({ name }) => existsSync(archiveFile(name)));
  assert(archived.length > 1);
  for (const experiment of archived) {
    const lines = (await Deno.readTextFile(archiveFile(experiment.name))).trim().split("\n");
    const records: ArchivedRun[] = lines.map((line) => JSON.parse(line));
    const { weights = null } = records.find(({ config }) => config.weights !== null)?.config ?? {};
    const planned = new Set(planRuns(experiment, weights).map(({ runId }) => runId));
    const others = records.filter(({ runId }) => !planned.has(runId)).map(({ runId }) => runId);
    assert.deepEqual(others, [], experiment.name);
  }
});

Deno.test("Lu et al.'s settings are compared on tasks and learning rates that the main sweep has too", () => {
  for (const name of PRESET_NAMES) {
    const main = preset(name), parts = partsPreset(name);
    for (const { task, training, learningRates = parts.learningRates } of parts.tasks) {
      const same = main.tasks.find((one) => JSON.stringify(one.task) === JSON.stringify(task))!;
      assert.deepEqual(same.training, training);
      for (const rate of learningRates) assert((same.learningRates ?? main.learningRates).includes(rate));
    }
  }
});

Deno.test("the whole bodies beside cut ones are among the runs on trained parts", () => {
  for (const name of PRESET_NAMES) {
    const cut = depthPreset(name), parts = partsPreset(name);
    for (const { task, training } of cut.tasks) {
      const same = parts.tasks.find((one) => JSON.stringify(one.task) === JSON.stringify(task))!;
      assert.deepEqual(same.training, training);
      for (const rate of cut.learningRates) {
        assert((same.learningRates ?? parts.learningRates).includes(rate));
      }
    }
  }
});

Deno.test("a scale that there is not is refused, with those that there are", () => {
  for (const open of [preset, longerPreset, partsPreset, depthPreset, bodyPresets]) {
    assert.throws(() => open("pockett" as never), {
      name: "UserError",
      message: 'Expected one of quick, pocket, paper but found "pockett"',
    });
  }
});

Deno.test("a task's own learning rates take the place of the experiment's", () => {
  const rates = (task: string) =>
    new Set(
      planRuns(preset("pocket"), null).filter(({ config }) => config.task.name === task)
        .map(({ config }) => config.learningRate),
    ).size;
  assert.equal(rates("mnist"), 9);
  assert.equal(rates("listops"), 6);
});
