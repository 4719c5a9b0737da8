import assert from "node:assert/strict";
import { join } from "node:path";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { failed, finished } from "../../lib/sweeps/outcome.ts";
import { type PlannedRun, planRuns } from "../../lib/sweeps/plan.ts";
import { replan } from "../../lib/sweeps/replan.ts";
import { experimentName, readPlan, writePlan, writeRun } from "../../lib/sweeps/store.ts";
import { withDirectory } from "../temporary_directory.ts";
import { ORIGIN } from "./planned.ts";

const experiment = experimentSchema.parse({
  name: "mine",
  model: "pocket-large", // which has no weights
  tasks: [{ task: { name: "bit-xor" }, training: { maximumSteps: 20, evaluateEvery: 10 } }],
  settings: ["frozen-random", "frozen-pretrained"],
  learningRates: [1e-3, 1e-2],
  seeds: [0, 1],
});
const narrowed = { ...experiment, learningRates: [1e-3] };
const runs = planRuns(experiment, null);

/** What `work` prints on standard error. */
async function toldBy(work: () => Promise<void>): Promise<string> {
  const { error } = console, told: string[] = [];
  console.error = (text: string) => void told.push(text);
  try {
    await work();
  } finally {
    console.error = error;
  }
  return told.join("\n");
}

async function end(directory: string, run: PlannedRun): Promise<void> {
  const accuracies = { validationAccuracy: 1, testAccuracy: 1, trainAccuracy: 1 };
  const result = { status: "finished" as const, ...accuracies, bestStep: 10, steps: 20, seconds: 1 };
  await writeRun(directory, finished(run, result, ORIGIN));
}

Deno.test("a folder in which another experiment was swept is refused, and keeps its plan", () =>
  withDirectory(async (directory) => {
    await writePlan(directory, runs, "other");
    await assert.rejects(replan(planRuns(narrowed, null), narrowed, directory), {
      name: "UserError",
      message: /to be of the experiment mine but found a sweep of other: choose another folder by --out/,
    });
    assert.deepEqual(await readPlan(directory), runs);
  }));

Deno.test("a plan without a name, or a damaged one, is replaced", () =>
  withDirectory(async (directory) => {
    await writePlan(directory, runs);
    await replan(runs, experiment, directory);
    assert.equal(await experimentName(directory), "mine");
    await Deno.writeTextFile(join(directory, "experiment.json"), "{");
    await replan(runs, experiment, directory);
    assert.deepEqual(await readPlan(directory), runs);
  }));

Deno.test("how many ended runs a narrowed experiment leaves out is told", () =>
  withDirectory(async (directory) => {
    assert.equal(await toldBy(() => replan(runs, experiment, directory)), "");
    for (const run of runs.slice(0, 3)) await end(directory, run);
    await writeRun(directory, failed(runs[3], "its worker died", ORIGIN));
    assert.equal(await toldBy(() => replan(runs, experiment, directory)), "");
    const told = await toldBy(() => replan(planRuns(narrowed, null), narrowed, directory));
    assert.match(told, /^Ended in .* but no longer part of mine: 1 runs, whose folders are kept$/);
    assert.deepEqual(await readPlan(directory), planRuns(narrowed, null));
  }));
