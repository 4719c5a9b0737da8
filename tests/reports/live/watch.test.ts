import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../../../lib/files/json.ts";
import { liveDisplay } from "../../../lib/reports/live/live_display.ts";
import { watchPretraining } from "../../../lib/reports/live/watch_pretraining.ts";
import { watchSweep } from "../../../lib/reports/live/watch_sweep.ts";
import { describeTraining, watchTraining } from "../../../lib/reports/live/watch_training.ts";
import { TRAIN_VARIABLE } from "../../../lib/reports/training.ts";
import { gpt2Preset } from "../../../lib/models/config.ts";
import { SETTINGS } from "../../../lib/models/settings.ts";
import { experimentSchema } from "../../../lib/sweeps/experiment.ts";
import { runsOf } from "../../../lib/sweeps/runs_of.ts";
import { finished } from "../../../lib/sweeps/outcome.ts";
import { checkpointFile, metricsFile, writeRun } from "../../../lib/sweeps/store.ts";
import { openTask } from "../../../lib/tasks/open.ts";
import { ORIGIN } from "../../sweeps/planned.ts";
import { temporaryDirectory } from "../../temporary_directory.ts";

const TASK = { name: "bit-xor", examples: { validation: 8, test: 8 } } as const;
const TRAINING = { maximumSteps: 4, evaluateEvery: 2 };
const EXPERIMENT = experimentSchema.parse({
  name: "watched",
  model: "pocket",
  tasks: [{ task: TASK, training: TRAINING }],
  settings: ["frozen-random"],
  learningRates: [1e-3, 1e-2],
  seeds: [0],
});

/** A live display that keeps the plain text of everything it shows. */
function recorder() {
  const shown: string[] = [];
  const live = liveDisplay((_, { data }) => {
    shown.push((data as { "text/plain": string })["text/plain"]);
    return Promise.resolve();
  }, 0);
  return { shown, live };
}

Deno.test("training is watched from its first metrics to its test accuracy, though it stops early", async () => {
  const { shown, live } = recorder();
  const { testAccuracy } = await watchTraining({
    task: await openTask(TASK),
    body: { ...gpt2Preset("pocket"), layers: 1 },
    setting: SETTINGS["frozen-random"],
    learningRate: 1e-30, // changes nothing, so that no look is better than the first
    seed: 0,
    options: { ...TRAINING, maximumSteps: 8, patience: 1 },
  }, live);
  assert.match(shown[0], /^25 % step 2 of 8, validation accuracy \d+\.\d %\nLoss against gradient steps/);
  assert.match(shown.at(-1)!, /^100 % step 4 of 8, /);
  assert(shown.at(-1)!.includes(`test accuracy ${(100 * testAccuracy!).toFixed(1)} %`));
});

Deno.test("training is told by its last figures, and at its end by the best validation accuracy", () => {
  const metrics = [
    { step: 1, loss: 3 },
    { step: 2, validationAccuracy: 0.5, validationLoss: 1 },
    { step: 3, loss: 2 },
    { step: 4, validationAccuracy: 0.25, validationLoss: 1 },
  ];
  const told = "training loss 2.00, validation accuracy 25.0 %";
  assert.equal(describeTraining(metrics, 8), `step 4 of 8, ${told}`);
  assert.equal(describeTraining([], 8), "step 0 of 8");
  const best = { validationAccuracy: 0.5, testAccuracy: 0.75, trainAccuracy: 1, bestStep: 2 };
  const atEnd = "training loss 2.00, validation accuracy 50.0 %, test accuracy 75.0 %";
  const finished = { ...best, status: "finished", steps: 5, seconds: 1 } as const;
  assert.equal(describeTraining(metrics, 8, finished), `step 5 of 8, ${atEnd}`);
  assert.equal(
    describeTraining(metrics, 8, { ...finished, status: "diverged" }),
    `diverged at step 5, ${atEnd}`,
  );
});

Deno.test("pretraining is watched from the first look at the validation text to the last", async () => {
  const { shown, live } = recorder();
  const path = await Deno.makeTempFile({ suffix: ".txt" });
  try {
    await Deno.writeTextFile(path, "Call me Ishmael. ".repeat(200));
    const options = {
      model: "pocket-small",
      steps: 2,
      length: 16,
      warmUpSteps: 0,
      evaluateEvery: 1,
    } as const;
    const { config, validationBitsPerByte } = await watchPretraining(path, options, live);
    assert.equal(config.vocabulary, 256);
    assert.match(shown[0], /^0 % step 0 of 2, 0 bytes a second\nBits per byte against gradient steps/);
    assert(shown.at(-1)!.includes(`${validationBitsPerByte.toFixed(2)} bits per byte in validation`));
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("a sweep is watched to its end, and read when there is nothing left to train", async () => {
  const directory = await temporaryDirectory();
  const first = recorder();
  const records = await watchSweep(EXPERIMENT, { directory, workers: 1 }, first.live);
  assert.deepEqual(records.map(({ status }) => status), ["finished", "finished"]);
  assert.match(first.shown[0], /^0 % 0 of 2 runs(; bit-xor|$)/, "nothing says yet how long it takes");
  assert(first.shown.some((text) => /^50 % 1 of 2 runs; about .* left/.test(text)));
  const end = first.shown.at(-1)!;
  assert.match(
    end,
    /^100 % watched, 2 runs: 2 finished by sweep watched at commit \w+\+? on .+ \(\w+ backend\)$/,
  );

  const second = recorder();
  assert.deepEqual(await watchSweep(EXPERIMENT, { directory, workers: 1 }, second.live), records);
  assert.deepEqual(second.shown, [end]);
});

Deno.test("where runs fail a watched sweep says why, and by which command they are tried again", async () => {
  const { shown, live } = recorder(), directory = await temporaryDirectory();
  const experiment = { ...EXPERIMENT, learningRates: [1e-3] };
  const [{ runId }] = await runsOf(experiment);
  await makeDirectory(join(directory, runId));
  await Deno.writeTextFile(checkpointFile(directory, runId), "damaged");
  const [{ status }] = await watchSweep(experiment, { directory, workers: 1 }, live);
  assert.equal(status, "failed");
  assert(existsSync(checkpointFile(directory, runId)), "it goes on from it when it is tried again");
  assert.match(
    shown.at(-1)!,
    /; the first that failed: Expected .*checkpoint\.safetensors .*; `deno task sweep <its file> --missing`/s,
  );
  assert.doesNotMatch(shown.at(-1)!, /\n/, "no stack");
});

Deno.test("a sweep that would take days is not started by a cell", async () => {
  const { shown, live } = recorder();
  const training = { ...EXPERIMENT.tasks[0].training, maximumSteps: 1_000_000_000 };
  const large = { ...EXPERIMENT, tasks: [{ ...EXPERIMENT.tasks[0], training }] };
  await assert.rejects(watchSweep(large, { directory: await temporaryDirectory() }, live), {
    name: "UserError",
    message:
      /^Expected at most 1\.0e\+17 FLOPs .* in watched: `deno task sweep <its file> --missing` .*\nWith UTR_TRAIN=no/,
  });
  assert.deepEqual(shown, []);
});

Deno.test("a sweep that cannot start says how to see the runs that are there", async () => {
  const directory = await temporaryDirectory(),
    task = { name: "listops", directory: join(directory, "none") };
  const experiment = { ...EXPERIMENT, tasks: [{ task, training: TRAINING }] };
  await assert.rejects(
    watchSweep(experimentSchema.parse(experiment), { directory }, recorder().live),
    { name: "UserError", message: /none\/basic_train\.tsv.*\nWith UTR_TRAIN=no/s },
  );
});

Deno.test("runs that have ended are not what a sweep would take, and the caller's signal stops it", async () => {
  const { shown, live } = recorder(), directory = await temporaryDirectory();
  const experiment = experimentSchema.parse({
    ...EXPERIMENT,
    settings: ["frozen-random"],
    learningRates: [1e-3],
    tasks: [
      { task: TASK, training: { ...TRAINING, maximumSteps: 1_000_000_000 } },
      { task: { ...TASK, name: "bit-memory" }, training: TRAINING },
    ],
  });
  const [ended] = await runsOf(experiment), accuracies = { validationAccuracy: 0.5, testAccuracy: 0.5 };
  const result = { ...accuracies, trainAccuracy: 0.5, bestStep: 2, steps: 4, seconds: 1 };
  const run = finished(ended, { ...result, status: "finished" }, ORIGIN);
  await writeRun(directory, { ...run, earlier: [{ ...run.provenance, command: "begun" }] });
  await Deno.writeTextFile(
    metricsFile(directory, ended.runId),
    '{"step":2,"validationAccuracy":0.5,"validationLoss":1}\n',
  );
  const records = await watchSweep(experiment, { directory, workers: 1, signal: AbortSignal.abort() }, live);
  assert.deepEqual(records.map(({ status }) => status), ["finished", "pending"]);
  assert.match(
    shown.at(-1)!,
    /^50 % watched, 2 runs: 1 finished, 1 pending by test at .*; by begun at .*; `deno/,
  );
});

Deno.test("a sweep of which no setting can be had without weights says how to get them", async () => {
  const settings = [SETTINGS["frozen-pretrained"]];
  const { shown, live } = recorder();
  await assert.rejects(
    watchSweep({ ...EXPERIMENT, model: "pocket-large", settings }, {}, live),
    { name: "UserError", message: /weights\/pocket-large, which all settings need, .*deno task pretrain/ },
  );
  assert.deepEqual(shown, []);
});

Deno.test("where notebooks may not train, a sweep says what is missing and how to get it", async () => {
  const before = Deno.env.get(TRAIN_VARIABLE);
  Deno.env.set(TRAIN_VARIABLE, "no");
  const directory = await temporaryDirectory();
  try {
    const { shown, live } = recorder();
    const records = await watchSweep(EXPERIMENT, { directory }, live);
    assert.deepEqual(records.map(({ status }) => status), ["pending", "pending"]);
    assert.deepEqual(shown, [
      "0 % watched, 2 runs: 2 pending; `deno task sweep <its file> --missing` trains what is missing",
    ]);
  } finally {
    if (before === undefined) Deno.env.delete(TRAIN_VARIABLE);
    else Deno.env.set(TRAIN_VARIABLE, before);
  }
});
