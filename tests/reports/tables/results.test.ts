import assert from "node:assert/strict";
import {
  besidePublished,
  bestLearningRatesTable,
  runsTable,
  table1,
} from "../../../lib/reports/tables/results.ts";
import { preset } from "../../../lib/sweeps/presets.ts";
import { pendingRun, syntheticHistory, syntheticRun, syntheticSweep } from "../../analysis/synthetic.ts";

const textOf = async (display: ReturnType<typeof table1>) => (await display).bundle["text/plain"];

Deno.test("Table 1 says at which scale our figures were obtained, and where the others come from", async () => {
  const text = await textOf(table1(syntheticSweep({ seeds: [0] }), preset("quick")));
  assert.match(
    text,
    /Ours: Scale: quick, body pocket, 1 seed\. Other than in the papers: MNIST: patch 8 \(not 4\)/,
  );
  assert.match(text, /Published: Rothermel et al\. \(2021\), arXiv:2107\.12460, Table 1 \(GPT-2 base/);
  assert.match(text, /Frozen Random +70\.0 +38\.9 ± 0\.3 +90\.0 +98\.0 ± 0\.0 +– +61\.8 ± 0\.2/);
});

Deno.test("a best learning rate at the edge of the grid is called so", async () => {
  const text = await textOf(bestLearningRatesTable([
    syntheticHistory({ learningRate: 1e-3 }, [0.7]),
    syntheticHistory({ learningRate: 1e-2 }, [0.8]),
    syntheticHistory(pendingRun({ task: "listops" }), [0]),
  ], preset("quick")));
  assert.match(text, /MNIST +Frozen Random +1e-2 +80\.0 +80\.0 +– +– +– +1 +yes +1 +0/);
  assert.match(text, /ListOps +Frozen Random +– +– +– +– +– +– +0 +– +0 +1/);
});

Deno.test("a test accuracy's mean over seeds has its standard error and both intervals", async () => {
  const runs = [0.5, 0.52, 0.57].map((testAccuracy, seed) => syntheticHistory({ seed, testAccuracy }, [0.7]));
  const text = await textOf(bestLearningRatesTable(runs, preset("quick")));
  // The standard deviation is the root of 0.0013; Student's t of two degrees of freedom is 4.303.
  assert.match(text, /1e-3 +70\.0 +53\.0 +2\.1 +44\.0 to 62\.0 +50\.0 to 57\.0 +3 +no +3 +0/);
});

Deno.test("every run has a row", async () => {
  const text = await textOf(
    runsTable([syntheticRun({ runId: "0a1b2c3d4e5f", seconds: 75 }), pendingRun()], preset("quick")),
  );
  assert.match(
    text,
    /0a1b2c3d4e5f +MNIST +Frozen Random +1e-3 +0 +finished +50\.0 +50\.0 +50\.0 +100 +100 +1 min 15 s/,
  );
  assert.match(text, /pending +– +– +– +– +0 +0 s/);
});

Deno.test("one run of ours stands beside the published figure of its task and setting", async () => {
  const run = { task: "mnist", setting: "unfrozen-random" };
  const text = await textOf(besidePublished(run, { testAccuracy: 0.524, steps: 100 }, preset("quick")));
  assert.match(text, /This run +52\.4\nPublished +98\.7 ± 0\.0/);
  assert.match(text, /one of 100 gradient steps.* Scale: quick.* tested on 2,000 examples/);
});

Deno.test("where nothing was published, nothing is shown", async () => {
  assert.match(
    await textOf(
      besidePublished(
        { task: "bit-xor", setting: "unfrozen-random" },
        { testAccuracy: 1, steps: 9 },
        preset("quick"),
      ),
    ),
    /Published +–/,
  );
});

Deno.test("Table 1 warns of best learning rates at the edge of the grid", async () => {
  const records = [1e-3, 1e-2].map((learningRate) =>
    syntheticRun({ learningRate, validationAccuracy: 10 * learningRate })
  );
  const bits = records.map((run) => ({ ...run, task: "bit-xor", runId: `bits-${run.runId}` }));
  const text = await textOf(table1([...records, ...bits], preset("pocket")));
  assert.match(
    text,
    /lies at the edge of the grid, and a better one may lie beyond, in MNIST Frozen Random\./,
  );
  assert.doesNotMatch(text, /Bit XOR/, "nor does the scale, as the table has no such task");
});

Deno.test("Table 1 says how many runs have ended where some have not", async () => {
  const text = (records: Parameters<typeof table1>[0]) => textOf(table1(records, preset("quick")));
  assert.match(await text([syntheticRun(), pendingRun({ seed: 1 })]), /Only 1 of the 2 runs have ended/);
  assert.doesNotMatch(await text([syntheticRun()]), /have ended/);
});
