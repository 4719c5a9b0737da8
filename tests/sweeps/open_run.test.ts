import assert from "node:assert/strict";
import { huggingFaceConfig } from "../../lib/models/config.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { openRun } from "../../lib/sweeps/open_run.ts";
import { planRuns } from "../../lib/sweeps/plan.ts";
import { loadWeights } from "../../lib/sweeps/weights.ts";

const { sha256, parameters, config: body } = (await loadWeights("pocket-small"))!;

const configs = planRuns(
  experimentSchema.parse({
    name: "opened",
    model: "pocket-small",
    tasks: [
      { task: { name: "bit-xor" }, training: { maximumSteps: 20, evaluateEvery: 10 } },
      { task: { name: "bit-memory", bits: 20, patch: 5 }, training: { maximumSteps: 30, evaluateEvery: 15 } },
    ],
    settings: ["frozen-random", "unfrozen-pretrained"],
    learningRates: [1e-3, 1e-2],
    seeds: [0, 7],
  }),
  sha256,
).map(({ config }) => config);

Deno.test("a run is opened with all that its configuration says, and nothing of the run before", async () => {
  assert.equal(configs.length, 16);
  for (const config of configs) {
    const { task, ...run } = await openRun(config);
    assert.equal(task.name, config.task.name);
    assert.equal(task.length, config.task.name === "bit-xor" ? 10 : 24);
    const { setting, learningRate, seed, training: options } = config;
    const pretrained = setting.initialization === "pretrained" ? parameters : undefined;
    assert.deepEqual(run, { body, setting, pretrained, learningRate, seed, options });
  }
});

Deno.test("a run on a task with other options is not given the one that is open", async () => {
  const config = configs.find(({ task }) => task.name === "bit-memory")!;
  assert.equal((await openRun(config)).task.length, 24);
  assert.equal((await openRun({ ...config, task: { ...config.task, bits: 40 } as never })).task.length, 48);
});

Deno.test("a body of the configuration's own takes the place of its model's", async () => {
  const config = configs.find(({ weights }) => weights === null)!;
  const own = { ...body, layers: body.layers + 1 };
  assert.deepEqual((await openRun({ ...config, body: huggingFaceConfig(own) })).body, own);
});

Deno.test("weights that are not those of the configuration are refused", async () => {
  const pretrained = configs.find(({ weights }) => weights !== null)!;
  await assert.rejects(openRun({ ...pretrained, weights: "0".repeat(64) }), {
    name: "UserError",
    message: "Expected weights/pocket-small to stay as they were but found others: start the sweep again",
  });
});
