import assert from "node:assert/strict";
import { warnings } from "../../lib/reports/warnings.ts";
import { pendingRun, syntheticRun } from "../analysis/synthetic.ts";

Deno.test("runs that ended, without divergence and within the grid, need no warning", () => {
  assert.equal(warnings([syntheticRun({ seed: 0 }), syntheticRun({ seed: 1 })]), "");
});

Deno.test("runs that failed are told from those that are yet to end", () => {
  const runs = [syntheticRun(), pendingRun({ seed: 1 }), pendingRun({ seed: 2, status: "failed" })];
  assert.match(warnings(runs), /^ Only 1 of the 3 runs have ended \(1 failed\): /);
  assert.match(warnings(runs.slice(0, 2)), /^ Only 1 of the 2 runs have ended: /);
});

Deno.test("divergence is told of where it decides a figure", () => {
  const run = (seed: number, learningRate: number, accuracy: number | null, setting = "frozen-random") =>
    syntheticRun({
      ...{ seed, learningRate, setting, status: accuracy === null ? "diverged" : "finished" },
      ...{ validationAccuracy: accuracy, testAccuracy: accuracy },
    });
  const rates = [1e-4, 1e-3, 1e-2];
  const tuned = [0, 1].flatMap((seed) => rates.map((rate) => run(seed, rate, rate === 1e-3 ? 0.5 : null)));
  assert.equal(warnings(tuned), "", "only at learning rates that were not chosen");
  const half = rates.flatMap((rate) => [
    run(0, rate, rate === 1e-3 ? 0.5 : 0.1, "frozen-pretrained"),
    run(1, rate, rate === 1e-3 ? null : 0.1, "frozen-pretrained"),
  ]);
  assert.match(
    warnings([...tuned, ...half]),
    /^ Diverged at the best learning rate: MNIST Frozen Pretrained with 1 of 2 seeds; /,
  );
});

Deno.test("only the tasks shown are warned of", () => {
  const runs = [syntheticRun({ task: "mnist" }), pendingRun({ task: "listops" })];
  assert.equal(warnings(runs, { shown: ["mnist"] }), "");
  assert.notEqual(warnings(runs, { shown: ["listops"] }), "");
});

Deno.test("whether a better learning rate may lie beyond is asked of those tried on the same task", () => {
  const run = (task: string, learningRate: number, validationAccuracy: number) =>
    syntheticRun({ task, learningRate, validationAccuracy });
  const shown = ["mnist", "listops"].flatMap((task) => [run(task, 1e-4, 0.3), run(task, 1e-3, 0.5)]);
  const tried = [...shown, run("mnist", 1e-2, 0.4)];
  assert.match(warnings(shown, { tried }), /a better one may lie beyond, in ListOps Frozen Random\.$/);
});
