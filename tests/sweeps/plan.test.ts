import assert from "node:assert/strict";
import { z } from "zod";
import { gpt2Preset } from "../../lib/models/config.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { planRuns } from "../../lib/sweeps/plan.ts";
import { preset, PRESET_NAMES } from "../../lib/sweeps/presets.ts";

const experiment = {
  name: "plan",
  model: "pocket",
  tasks: [{ task: { name: "bit-xor" }, training: { maximumSteps: 10, evaluateEvery: 5 } }],
  learningRates: [1e-3, 1e-2],
  seeds: [0, 1],
};

Deno.test("a plan is every setting, learning rate and seed once", () => {
  const runs = planRuns(experimentSchema.parse(experiment), "weights");
  assert.equal(runs.length, 4 * 2 * 2);
  assert.equal(new Set(runs.map(({ runId }) => runId)).size, runs.length);
});

Deno.test("a plan ends all tasks, settings and learning rates with one seed before it starts the next", () => {
  const { tasks } = experiment;
  const two = { ...experiment, tasks: [...tasks, { ...tasks[0], task: { name: "bit-memory" } }] };
  const seeds = planRuns(experimentSchema.parse(two), "weights").map(({ config }) => config.seed);
  assert.deepEqual(seeds, [...Array(16).fill(0), ...Array(16).fill(1)]);
});

Deno.test("a setting's own learning rates on a task take the place of the others", () => {
  const [entry] = experiment.tasks;
  const own = { ...entry, learningRatesBySetting: { "frozen-random": [3e-3] } };
  const runs = planRuns(experimentSchema.parse({ ...experiment, tasks: [own], seeds: [0] }), null);
  assert.deepEqual(
    runs.map(({ config: { setting, learningRate } }) => [setting.name, learningRate]),
    [["frozen-random", 3e-3], ["unfrozen-random", 1e-3], ["unfrozen-random", 1e-2]],
  );
});

Deno.test("a setting named as a member of all objects has the learning rates of the others", () => {
  const own = { name: "constructor", initialization: "normal", trained: ["output"] };
  const runs = planRuns(experimentSchema.parse({ ...experiment, settings: [own], seeds: [0] }), null);
  assert.deepEqual(runs.map(({ config }) => config.learningRate), experiment.learningRates);
});

Deno.test("learning rates of a setting that the experiment lacks are refused", () => {
  const [entry] = experiment.tasks;
  const own = { ...entry, learningRatesBySetting: { frozen: [3e-3] } };
  assert.throws(
    () => experimentSchema.parse({ ...experiment, settings: ["frozen-random"], tasks: [own] }),
    /Expected a setting of the experiment, one of frozen-random/,
  );
});

Deno.test("what statistics tell runs apart by is refused twice", () => {
  const [entry] = experiment.tasks;
  const twice = {
    tasks: [entry, { ...entry, training: { ...entry.training, maximumSteps: 7 } }],
    settings: ["frozen-random", "frozen-random"],
    learningRates: [1e-3, 1e-2, 1e-3],
    seeds: [0, 1, 1],
  };
  for (const [field, value] of Object.entries(twice)) {
    const parsed = experimentSchema.safeParse({ ...experiment, [field]: value });
    assert.match(String(parsed.error), new RegExp(`${field}.*only once but found .* again`, "s"), field);
  }
});

Deno.test("without weights the pretrained settings are left out", () => {
  const runs = planRuns(experimentSchema.parse(experiment), null);
  assert.equal(runs.length, 2 * 2 * 2);
  assert(runs.every(({ config }) => config.setting.initialization === "normal"));
});

Deno.test("settings of the weights' statistics need weights", () => {
  const own = { name: "frozen-statistics", initialization: "statistics", trained: ["output"] };
  const parsed = experimentSchema.parse({ ...experiment, settings: [own] });
  assert.equal(planRuns(parsed, null).length, 0);
  assert(planRuns(parsed, "weights").every(({ config }) => config.weights === "weights"));
});

Deno.test("other weights make other pretrained runs but the same random ones", () => {
  const idsWith = (weights: string) =>
    new Set(planRuns(experimentSchema.parse(experiment), weights).map(({ runId }) => runId));
  assert.equal(idsWith("a").union(idsWith("b")).size, 8 + 2 * 8);
});

Deno.test("defaults that are written out do not change a run's identity", () => {
  const { task, training } = experiment.tasks[0];
  const written = { ...experiment, tasks: [{ task, training: { ...training, batchSize: 8, clipNorm: 1 } }] };
  assert.deepEqual(
    planRuns(experimentSchema.parse(written), null),
    planRuns(experimentSchema.parse(experiment), null),
  );
});

Deno.test("an option that is undefined is one that is not there, as in a run's record", () => {
  const own = { name: "own", initialization: "normal", trained: ["output"] };
  const { training } = experiment.tasks[0];
  const parsed = (setting: object, task: object) =>
    experimentSchema.parse({ ...experiment, settings: [setting], tasks: [{ task, training }] });
  assert.deepEqual(
    parsed({ ...own, layers: undefined }, { name: "listops", directory: undefined }),
    parsed(own, { name: "listops" }),
  );
});

Deno.test("the shape of a model that is no preset belongs to its runs' identity", () => {
  const parsed = experimentSchema.parse({ ...experiment, model: "owner/name" });
  const idsOf = (layers: number) =>
    new Set(planRuns(parsed, null, { ...gpt2Preset("pocket"), layers }).map(({ runId }) => runId));
  assert.equal(idsOf(1).union(idsOf(2)).size, 2 * 8);
});

for (
  const [field, value] of [
    ["learningRates", [0]],
    ["learningRates", [2]],
    ["learningRates", []],
    ["seeds", [-1]],
    ["seeds", []],
    ["settings", []],
    ["tasks", []],
    ["tsaks", []],
    ["model", "../gpt2"],
    ["name", "../runs"],
    ["name", "a/b"],
  ]
) {
  Deno.test(`an experiment with ${field} ${JSON.stringify(value)} is refused`, () => {
    const parsed = experimentSchema.safeParse({ ...experiment, [field as string]: value });
    assert.match(String(parsed.error), new RegExp(field as string));
  });
}

Deno.test("a setting that is none is told as it was found, with what it may be", () => {
  const messageOf = (setting: unknown) =>
    z.prettifyError(experimentSchema.safeParse({ ...experiment, settings: [setting] }).error!);
  assert.match(messageOf("frozen"), /Expected frozen-random, .* but found "frozen"\n.*at settings\[0\]/);
  const own = { name: "own", initialization: "normal", trained: ["output"] };
  assert.match(messageOf({ ...own, trained: ["outputs"] }), /"output"[^]*at settings\[0\]\.trained\[0\]/);
  assert.match(messageOf({ ...own, layer: 1 }), /Expected no fields besides .*layers but found "layer"/);
  assert.match(messageOf({ ...own, name: "frozen-random" }), /Expected a name other than frozen-random/);
});

Deno.test("an experiment with the paper's settings written out is the same one", () => {
  const parsed = experimentSchema.parse(experiment);
  assert.deepEqual(experimentSchema.parse(JSON.parse(JSON.stringify(parsed))), parsed);
});

for (const name of PRESET_NAMES) {
  Deno.test(`the preset ${name} is a valid experiment of that name`, () => {
    assert.equal(preset(name).name, name);
  });
}
