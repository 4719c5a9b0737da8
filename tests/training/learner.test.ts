import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../lib/backend/start.ts";
import { gpt2Preset } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { settingSchema } from "../../lib/models/settings.ts";
import { redrawn } from "../../lib/models/statistics.ts";
import { keyOf } from "../../lib/random/key.ts";
import { openTask } from "../../lib/tasks/open.ts";
import { createLearner, disposeLearner } from "../../lib/training/learner.ts";
import { trainingOptionsSchema } from "../../lib/training/options.ts";
import type { Run } from "../../lib/training/train.ts";

await startBackend();

const body = { ...gpt2Preset("pocket"), layers: 1, width: 16, heads: 2, mlpWidth: 64 };
const pretrained = initialGpt2(body, keyOf(5));
const name = "h.0.attn.c_attn.weight";

async function runOf(initialization: string, given?: Run["pretrained"]): Promise<Run> {
  return {
    task: await openTask({ name: "bit-xor" }),
    body,
    setting: settingSchema.parse({ name: "own", initialization, trained: ["output"] }),
    pretrained: given,
    learningRate: 1e-3,
    seed: 0,
    options: trainingOptionsSchema.parse({ maximumSteps: 1, evaluateEvery: 1 }),
  };
}

async function bodyWeightOf(
  initialization: string,
  given?: Run["pretrained"],
  parameter = name,
): Promise<number[]> {
  const { parameters } = createLearner(await runOf(initialization, given), keyOf(0));
  return [...parameters[parameter].dataSync()];
}

Deno.test("a learner that is disposed leaves nothing behind", async () => {
  const run = await runOf("normal"), before = tf.memory().numTensors;
  const learner = createLearner(run, keyOf(0));
  assert(tf.memory().numTensors > before);
  disposeLearner(learner);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("the setting decides what the body starts with", async () => {
  assert.deepEqual(await bodyWeightOf("pretrained", pretrained), [...pretrained[name].values]);
  assert.deepEqual(await bodyWeightOf("statistics", pretrained), [
    ...redrawn(pretrained, keyOf(0))[name].values,
  ]);
  assert.deepEqual(await bodyWeightOf("random", pretrained), await bodyWeightOf("random"));
  const projection = "h.0.mlp.c_proj.weight", [normal] = await bodyWeightOf("normal", undefined, projection);
  const [random] = await bodyWeightOf("random", undefined, projection);
  assert(Math.abs(normal / random - Math.SQRT2) < 1e-6); // one layer has two residual connections
});

Deno.test("a setting of fewer layers leaves the body's later blocks away", async () => {
  const run = await runOf("pretrained", initialGpt2({ ...body, layers: 3 }, keyOf(5)));
  const setting = { ...run.setting, layers: 2 };
  const { model, parameters } = createLearner({ ...run, body: { ...body, layers: 3 }, setting }, keyOf(0));
  assert.equal(model.body.layers, 2);
  assert.deepEqual(["h.1.ln_1.bias", "h.2.ln_1.bias"].map((name) => name in parameters), [true, false]);
});

for (const initialization of ["pretrained", "statistics"]) {
  Deno.test(`${initialization} without pretrained weights is refused`, async () => {
    await assert.rejects(bodyWeightOf(initialization), {
      name: "UserError",
      message: /setting own but found none/,
    });
  });
}
