import assert from "node:assert/strict";
import type { Display } from "../../../lib/reports/display.ts";
import * as lu2021 from "../../../lib/published/lu_2021.ts";
import { bodiesTable, publishedBodiesTable } from "../../../lib/reports/tables/bodies.ts";
import { comparisonsTable } from "../../../lib/reports/tables/comparisons.ts";
import { efficiencyTable } from "../../../lib/reports/tables/efficiency.ts";
import { gapsTable } from "../../../lib/reports/tables/gaps.ts";
import { luDifferencesTable } from "../../../lib/reports/tables/lu_differences.ts";
import { luTable } from "../../../lib/reports/tables/lu_et_al.ts";
import { luPretrainingTable } from "../../../lib/reports/tables/lu_pretraining.ts";
import {
  flipsTable,
  oneLearningRateTable,
  tuningTable,
} from "../../../lib/reports/tables/one_learning_rate.ts";
import { verdictsTable } from "../../../lib/reports/tables/verdicts.ts";
import { experimentSchema } from "../../../lib/sweeps/experiment.ts";
import { preset } from "../../../lib/sweeps/presets.ts";
import { atOneLearningRate } from "../../../lib/sweeps/within_grid.ts";
import { syntheticFour, syntheticHistory } from "../../analysis/synthetic.ts";

const EXPERIMENT = preset("quick");
const HISTORIES = syntheticFour({
  "frozen-random": [0.3, 0.5, 0.4],
  "frozen-pretrained": [0.5, 0.7, 0.6],
  "unfrozen-random": [0.8, 0.3, 0.1],
  "unfrozen-pretrained": [0.9, 0.6, 0.1],
});

/** An experiment that has these histories. */
const GRID = experimentSchema.parse({
  name: "quick-grid",
  model: "pocket",
  tasks: [{ task: { name: "mnist" }, training: HISTORIES[0].config.training }],
  learningRates: [1e-4, 1e-3, 1e-2],
  seeds: [0, 1, 2],
});

async function textOf(display: Promise<Display>): Promise<string> {
  const text = (await display).bundle["text/plain"];
  assert.match(text, /Scale: quick/, "a table without its scale");
  return text;
}

Deno.test("comparisons have a signed difference with interval and p", async () => {
  const text = await textOf(comparisonsTable(HISTORIES, EXPERIMENT));
  assert.match(text, /MNIST +Unfrozen Pretrained − Frozen Pretrained +\+20\.0 +\+20\.0 to \+20\.0 +0\.25 +3/);
});

Deno.test("flips, winners and what tuning one side does", async () => {
  assert.match(
    await textOf(flipsTable(HISTORIES, EXPERIMENT)),
    /MNIST +1e-4 and 1e-3 +Unfrozen Pretrained +Frozen Pretrained +\+40\.0 +\+10\.0 +yes/,
  );
  assert.match(
    await textOf(oneLearningRateTable(HISTORIES, EXPERIMENT)),
    /MNIST +1e-3 +Frozen Pretrained +70\.1 +no +20\.0/,
  );
  assert.match(
    await textOf(tuningTable(HISTORIES, EXPERIMENT)),
    /MNIST +Unfrozen Pretrained − Frozen Pretrained +neither +60\.1 +70\.1 +−10\.0 +yes +yes/,
  );
});

Deno.test("there is no conclusion to reverse where seeds do not agree on one", async () => {
  const runs = [0.3, 0.5, 0.75].flatMap((accuracy, seed) => [
    syntheticHistory({ setting: "frozen-pretrained", seed }, [0.5]),
    syntheticHistory({ setting: "unfrozen-pretrained", seed }, [accuracy]),
  ]);
  assert.match(await textOf(tuningTable(runs, EXPERIMENT)), /neither +51\.7 +50\.0 +\+1\.7 +– +no/);
});

Deno.test("efficiency has steps, FLOPs and time of both, and says what is not verified", async () => {
  const text = await textOf(efficiencyTable([
    syntheticHistory({ setting: "frozen-random", seconds: 8 }, [0.1, 0.2, 0.3, 0.5]),
    syntheticHistory({ setting: "frozen-pretrained", seconds: 20 }, [0.4, 0.6, 0.6, 0.6]),
  ], EXPERIMENT));
  assert.match(
    text,
    /MNIST +Frozen Pretrained +50\.0 +1 of 1 +20 +\d\.\de\+\d+ +7 s +40 +\d\.\de\+\d+ +14 s +1 of 1 +0 of 1 +2\.0 +4$/m,
  );
  assert.match(text, /Table 2 \(gradient steps\): not verified, so not shown/);
});

Deno.test("fewer steps are bounded only where the pretrained one was there when first evaluated", async () => {
  const text = await textOf(efficiencyTable([
    syntheticHistory({ setting: "frozen-random" }, [0.1, 0.2, 0.3, 0.5]),
    syntheticHistory({ setting: "frozen-pretrained" }, [0.4, 0.6, 0.6, 0.6]),
    syntheticHistory({ setting: "unfrozen-random" }, [0.1, 0.2, 0.3, 0.5]),
    syntheticHistory({ setting: "unfrozen-pretrained" }, [0.6, 0.6, 0.6, 0.6]),
  ], EXPERIMENT));
  assert.match(text, /Frozen Pretrained .* {2}2\.0 +4\n/);
  assert.match(text, /Unfrozen Pretrained .* {2}≥ 3\.0 +–$/);
});

Deno.test("of several seeds one that was there when first evaluated bounds all, one that never got there hides means", async () => {
  const random = [0, 1].map((seed) =>
    syntheticHistory({ setting: "frozen-random", seed }, [0.1, 0.2, 0.3, 0.5])
  );
  const rowWith = async (second: number[]) => {
    const first = syntheticHistory({ setting: "frozen-pretrained" }, [0.4, 0.6, 0.6, 0.6]);
    const other = syntheticHistory({ setting: "frozen-pretrained", seed: 1 }, second);
    return await textOf(efficiencyTable([...random, first, other], EXPERIMENT));
  };
  // At least 30 / 20 and 30 / 10 times fewer steps.
  assert.match(await rowWith([0.6, 0.6, 0.6, 0.6]), /50\.0 +2 of 2 +15 .* {2}≥ 2\.1 +4$/m);
  assert.match(await rowWith([0.1, 0.1, 0.1, 0.1]), /50\.0 +1 of 2 +– +– +– +40 /);
});

Deno.test("where both were there when first evaluated nothing is said of how many fewer steps it takes", async () => {
  const text = await textOf(efficiencyTable([
    syntheticHistory({ setting: "unfrozen-random" }, [0.5, 0.4]),
    syntheticHistory({ setting: "unfrozen-pretrained" }, [0.6, 0.7]),
  ], EXPERIMENT));
  assert.match(text, /Unfrozen Pretrained .* 1 of 1 .* {2}– +–$/m);
});

Deno.test("gaps are in points", async () => {
  const run = syntheticHistory({ trainAccuracy: 0.9, testAccuracy: 0.75 }, [0.8]);
  assert.match(
    await textOf(gapsTable([run], EXPERIMENT)),
    /MNIST +Frozen Random +1e-3 +90\.0 +75\.0 +15\.0 +5,000 +0 %/,
  );
  assert.match(
    await textOf(gapsTable([run], EXPERIMENT)),
    /on CIFAR10-LRA: Frozen Pretrained 38\.5 and 38\.6, /,
  );
});

Deno.test("a table of Lu et al. has our figures beside theirs, and says how theirs are known", async () => {
  const text = await textOf(luTable(lu2021.LU_UNFREEZING, HISTORIES, GRID));
  assert.match(text, /Nothing \(Frozen Pretrained\) +70\.1 ± 0\.1 +98\.0$/m);
  assert.match(text, /MLP +– +98\.3$/m);
  assert.match(text, /Attention +– +89\.0 †$/m);
  assert.match(text, /† Training diverged; the accuracy before\./);
  assert.match(text, /of those tried \(MNIST: 1e-4, 1e-3, 1e-2\), .*, theirs at 1e-3/);
  assert.match(text, /Table 13, as quoted .* not checked in the paper itself/);
  const parts = await textOf(luTable(lu2021.LU_PARTS_PRETRAINED, HISTORIES, GRID));
  assert.match(parts, /Frozen Pretrained\) +70\.1 ± 0\.1 +98$/m, "no digit that was not published");
});

Deno.test("rows of a table of Lu et al. are compared seed by seed, beside the published differences", async () => {
  const text = await textOf(
    luDifferencesTable(lu2021.LU_UNFREEZING, HISTORIES, GRID, "first row"),
  );
  assert.match(
    text,
    /MNIST +Both \(Unfrozen Pretrained\) \u2212 Nothing \(Frozen Pretrained\) +\+20\.0 +\+20\.0 to \+20\.0 +3 +\u22124\.9$/m,
  );
  assert.match(text, /MNIST +MLP \u2212 Nothing \(Frozen Pretrained\) +– +– +0 +\+0\.3$/m);
  const parts = await textOf(
    luDifferencesTable(lu2021.LU_PARTS_PRETRAINED, HISTORIES, GRID, "row above"),
  );
  assert.match(
    parts,
    /\+ positions \(Frozen Pretrained\) \u2212 \+ input layer .* 0 +0$/m,
    "no decimal either",
  );
  assert.match(parts, /\+ layer norms \u2212 Output layer .* 0 +\+73$/m);
});

Deno.test("what pretraining brings is told at one learning rate and with the best for each, beside the published rows", async () => {
  const histories = syntheticFour({
    "frozen-random": [0.3, 0.5, 0.55],
    "frozen-pretrained": [0.5, 0.7, 0.6],
    "output-layer-norms-random": [0.3, 0.6, 0.5],
    "output-layer-norms-pretrained": [0.5, 0.55, 0.8],
    "frozen-but-mlp-pretrained": [0.5, 0.55, 0.8],
  });
  const text = await textOf(luPretrainingTable(histories, GRID));
  assert.match(text, /What is trained +Both at 1e-3 +Each at its best +Seeds +Lu et al\.$/m);
  assert.match(text, /Output Layer Norms +\u22125\.0 \(.*\) +\+20\.0 \(\+20\.0 to \+20\.0\) +3 +\+13$/m);
  assert.match(text, /Frozen +\+20\.0 \(.*\) +\+15\.0 \(.*\) +3 +\+6$/m);
  assert.match(text, /Output Only +– +– +0 +\u22122$/m, "theirs alone");
  assert.match(text, /Frozen But MLP +– +– +0 +–$/m, "nothing is told of one body alone");
  assert.match(text, /arXiv:2103\.05247, Tables 15 and 21, as quoted/);
  const single = await textOf(luPretrainingTable(histories.filter(({ seed }) => seed === 0), GRID));
  assert.match(single, /Frozen +\+20\.0 +\+15\.0 +1 +\+6$/m, "one seed has no interval");
});

Deno.test("a table of Lu et al. tells which of its settings have learning rates of their own", async () => {
  const learningRatesBySetting = { "unfrozen-pretrained": [1e-4, 1e-2] };
  const own = { ...GRID, tasks: GRID.tasks.map((entry) => ({ ...entry, learningRatesBySetting })) };
  assert.match(
    await textOf(luTable(lu2021.LU_UNFREEZING, HISTORIES, own)),
    /\(MNIST: Frozen Pretrained, Frozen But MLP Pretrained, Frozen But Attention Pretrained: 1e-4, 1e-3, 1e-2; Unfrozen Pretrained: 1e-4, 1e-2\)/,
  );
  assert.match(
    await textOf(luTable(lu2021.LU_PARTS_PRETRAINED, HISTORIES, own)),
    /\(MNIST: 1e-4, 1e-3, 1e-2\)/,
  );
});

Deno.test("each row of a table of Lu et al. can be compared with all above it", async () => {
  const text = await textOf(luDifferencesTable(lu2021.LU_CONTROLS, HISTORIES, GRID, "rows above"));
  assert.match(text, /Random \u2212 Pretrained .*\u22126\.3$/m);
  assert.match(text, /Random \u2212 Random with the statistics of the pretrained .*\u22125\.5$/m);
});

Deno.test("what Lu et al. concluded from stands beside ours at their one learning rate", async () => {
  const own = { ...GRID, tasks: GRID.tasks.map((entry) => ({ ...entry, learningRates: [1e-4, 1e-2] })) };
  const text = await textOf(luTable(lu2021.LU_FROZEN_AND_SCRATCH, HISTORIES, atOneLearningRate(own, 1e-3)));
  assert.match(text, /of those tried \(MNIST: 1e-3\)/);
  assert.match(text, /^Frozen Pretrained +70\.1 ± 0\.1 +98\.0$/m);
  assert.match(text, /from 3 layers after tuning hyperparameters\.$/m);
});

Deno.test("bodies are in the order of their size", async () => {
  const text = await textOf(bodiesTable([
    { model: "pocket-large", histories: [] },
    { model: "pocket", histories: HISTORIES },
    { model: "pocket-small", histories: [] },
  ], GRID));
  assert.match(
    text,
    /pocket-small .*–\nMNIST +pocket \(4 layers of width 256\) .*\+30\.0 \(.* to .*\) +\+20\.0 \(.* to .*\)\nMNIST +pocket-large/,
  );
  assert.match((await publishedBodiesTable()).bundle["text/plain"], /gpt2-large +72\.1 +65\.7/);
});

Deno.test("what was tried beyond a table's grid decides whether a best learning rate at its edge is warned of", async () => {
  const grid = { ...GRID, learningRates: [1e-3, 1e-2] };
  for (
    const [captionOf, settings] of [
      [() => textOf(luTable(lu2021.LU_UNFREEZING, HISTORIES, grid)), "MNIST Unfrozen Pretrained"],
      [
        () => textOf(bodiesTable([{ model: "pocket", histories: HISTORIES }], grid)),
        "MNIST Unfrozen Random, MNIST Unfrozen Pretrained",
      ],
    ] as const
  ) {
    const text = await captionOf();
    // Of Frozen Pretrained 1e-3 is the best of three; of Unfrozen Pretrained 1e-4 is better.
    assert(text.includes(` a better one may lie beyond, in ${settings}.`), text);
    assert.match(text, /60\.1 ± 0\.1/);
    assert.doesNotMatch(text, /90\.1/, "a figure from beyond the grid");
  }
});

Deno.test("verdicts have the numbers that say so", async () => {
  const text = await textOf(verdictsTable(HISTORIES, EXPERIMENT));
  assert.match(
    text,
    /beats freezing its body.* inconclusive at this scale +nothing measured +replicates: \+20\.0 points \(\+20\.0 to \+20\.0\) +nothing measured +nothing measured +the 95 % t interval/,
  );
  assert.match(text, /inconclusive: 10 times the learning rate \(1 to 100\)/);
});

Deno.test("a table of a sweep in its midst says so, and gives no last word", async () => {
  const half = [...HISTORIES, syntheticHistory({ task: "listops", seed: 3, status: "pending" }, [0.1])];
  const text = await textOf(verdictsTable(half, EXPERIMENT));
  assert.match(text, /Only 36 of the 37 runs have ended/);
  assert.match(text, /inconclusive so far/);
  assert.doesNotMatch(text, /inconclusive at this scale/);
  for (const table of [comparisonsTable, gapsTable, tuningTable]) {
    assert.match(await textOf(table(half, EXPERIMENT)), /Only 36 of the 37 runs have ended/);
  }
});

Deno.test("without any results there is a note instead of a table", async () => {
  for (
    const display of [flipsTable([], EXPERIMENT), gapsTable([], EXPERIMENT), efficiencyTable([], EXPERIMENT)]
  ) {
    assert.match(await textOf(display), /^No results yet\./);
  }
});

Deno.test("where results leave a table without rows it says what there is none of", async () => {
  const apart = syntheticFour({ "frozen-random": [0.1, 0.2, 0.15], "unfrozen-random": [0.5, 0.6, 0.55] });
  assert.match(await textOf(flipsTable(apart, EXPERIMENT)), /^No two settings change places\. Where two/);
  assert.match(await textOf(efficiencyTable(apart, EXPERIMENT)), /^No pretrained setting has a random one/);
  const unfinished = apart.map((run, i) => i < 3 ? run : { ...run, status: "pending" as const });
  assert.match(await textOf(flipsTable(unfinished, EXPERIMENT)), /^No results yet\./);
  const ratesOfTheirOwn = apart.filter(({ setting, learningRate }) =>
    (setting === "frozen-random") === (learningRate > 5e-4)
  );
  assert.match(
    await textOf(oneLearningRateTable(ratesOfTheirOwn, EXPERIMENT)),
    /^At no learning rate all settings have been run\./,
  );
});
