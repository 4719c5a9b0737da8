import assert from "node:assert/strict";
import { summarize } from "../../../lib/analysis/summary.ts";
import { runsFrame, summaryFrame, table1Frame } from "../../../lib/reports/tables/frames.ts";
import { pendingRun, syntheticRun, syntheticSweep } from "../../analysis/synthetic.ts";

Deno.test("a frame of runs has a row for each record, absent accuracies are null", async () => {
  const records = [syntheticRun({ testAccuracy: 0.25 }), pendingRun({ seed: 1 })];
  const frame = await runsFrame(records);
  assert.deepEqual(frame.columns, Object.keys(records[0]));
  assert.deepEqual(frame.shape, [2, 12]);
  assert.deepEqual(frame["testAccuracy"].values, [0.25, null]);
});

Deno.test("a frame of summaries has a row for each task and setting", async () => {
  const frame = await summaryFrame(summarize(syntheticSweep()));
  assert.deepEqual(frame["task"].values, ["mnist", "mnist", "listops", "listops"]);
  assert.deepEqual(frame["learningRate"].values, [1e-3, 3e-3, 1e-3, 3e-3]);
});

Deno.test("Table 1 has our figures beside those published", async () => {
  const frame = await table1Frame(summarize(syntheticSweep()));
  assert.deepEqual(frame.columns.slice(0, 5), [
    "Setting",
    "ListOps: ours",
    "ListOps: published",
    "MNIST: ours",
    "MNIST: published",
  ]);
  assert.deepEqual(frame["MNIST: ours"].values, ["91.0 ± 0.6", null, "88.0 ± 0.6", null]);
  assert.deepEqual(
    frame["MNIST: published"].values,
    ["98.0 ± 0.0", "98.5 ± 0.1", "98.7 ± 0.0", "99.0 ± 0.0"],
  );
  assert.deepEqual(frame["CIFAR10: ours"].values, [null, null, null, null]);
});
