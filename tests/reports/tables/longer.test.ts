import assert from "node:assert/strict";
import {
  longerBaselines,
  longerCurves,
  longerEfficiency,
  longerExperiment,
  longerGaps,
  longerTables,
  longerVerdicts,
} from "../../../lib/reports/tables/longer.ts";
import { longerPreset } from "../../../lib/sweeps/presets.ts";
import type { History } from "../../../lib/sweeps/record.ts";
import { syntheticHistory, syntheticRun } from "../../analysis/synthetic.ts";

const textOf = async (...given: Parameters<typeof longerTables>) =>
  (await longerTables(...given)).bundle["text/plain"];

Deno.test("longer runs stand beside those of the main sweep at the same learning rate", async () => {
  const at = (learningRate: number, validationAccuracy: number, seed = 0) =>
    syntheticRun({ learningRate, validationAccuracy, seed });
  const longer = [[0.8, 0.9, 0.9], [0.8, 0.8, 0.9]].map((accuracies, seed) =>
    syntheticHistory({ learningRate: 1e-3, seed }, accuracies)
  );
  const main = [at(1e-2, 0.8), at(1e-3, 0.7), at(1e-3, 0.7, 1), at(1e-3, 0.1, 2)];
  const text = await textOf(longer, longerPreset("pocket"), main);
  assert.match(text, /MNIST +Frozen Random +1e-3 +70\.0 ± 0\.0 +90\.0 ± 0\.0 +2 +25 +30 +1 +\+5\.0/);
  assert.match(text, /Scale: pocket-longer, body pocket, 3 seeds.*at most 24,000 gradient steps/);
  assert.match(text, /best on validation with the main sweep's fewer steps, but for MNIST Frozen Random;/);
});

Deno.test("a best learning rate at the edge of the main sweep's grid is told of its longer runs too", async () => {
  const main = ["frozen-random", "unfrozen-random"].flatMap((setting) =>
    [1e-3, 1e-2].map((learningRate) => syntheticHistory({ setting, learningRate }, [learningRate * 50]))
  );
  const longer = [syntheticHistory({ learningRate: 1e-2 }, [0.6])];
  const preset = longerPreset("pocket");
  const verdicts = (await longerVerdicts(longer, preset, main)).bundle["text/plain"];
  for (const text of [await textOf(longer, preset, main), verdicts]) {
    assert.match(
      text,
      /fewer steps; others might do better now\. The best learning rate lies at the edge .* beyond, in MNIST Frozen Random\./,
    );
  }
});

Deno.test("how longer runs are trained is shown where there are such", async () => {
  const text = async (longer: ReturnType<typeof longerPreset>) =>
    (await longerExperiment([], longer, [])).bundle["text/plain"];
  assert.match(
    await text(longerPreset("pocket")),
    /CIFAR10 .* at most 96,000 +8 +5,000 examples every 4,000 steps/,
  );
  assert.match(await text(undefined), /no runs are trained for longer/);
});

Deno.test("settings are compared as trained for longer", async () => {
  const longer = ["frozen-random", "unfrozen-random"].flatMap((setting, i) =>
    [0, 1].map((seed) => syntheticHistory({ setting, seed }, [0.5 + 0.2 * i]))
  );
  const text = await textOf(longer, longerPreset("pocket"), []);
  assert.match(text, /MNIST +Unfrozen Random \u2212 Frozen Random +\+20\.0/);
});

Deno.test("curves are drawn and told of, and how leads changed beneath them", async () => {
  const longer = ["frozen-random", "unfrozen-random"].flatMap((setting, i) =>
    [0, 1].map((seed) =>
      syntheticHistory({ setting, seed }, [0.1, 0.6 - 0.1 * i, 0.5, 0.6 + 0.2 * i + 0.02 * seed])
    )
  );
  const { bundle } = await longerCurves(longer, longerPreset("pocket"), []);
  const [band, line] = ["area", "line"].map((mark) => {
    const [, path] = new RegExp(`aria-label="${mark}"><path d="([^"]+)`).exec(bundle["text/html"])!;
    const places = [...path.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const end = Math.max(...places.map(([x]) => x));
    return places.flatMap(([x, y]) => x === end ? [y] : []);
  });
  assert(band[0] < line[0] && Math.abs(band[0] + band[1] - 2 * line[0]) < 0.05, `${band} around ${line}`);
  assert.match(bundle["text/plain"], /Learning rates: Frozen Random 1e-3, Unfrozen Random 1e-3\. Scale/);
  assert.match(
    bundle["text/plain"],
    /Unfrozen Random at 1e-3: 10\.0 % at step 10, 50\.0 % at step 20, 50\.0 % at step 30, 81\.0 % at step 40\./,
  );
  assert.match(
    bundle["text/plain"],
    /MNIST +Unfrozen Random \u2212 Frozen Random +0\.0 +\+20\.0 +\+20\.0 +\+20\.0 to \+20\.0 +2 +3 of 4/,
  );
});

Deno.test("what ended lines of learning curves is told, and settings that have none", async () => {
  const told = async (...runs: History[]) =>
    (await longerCurves(runs, longerPreset("pocket"), [])).bundle["text/plain"];
  const run = (seed: number, accuracies: number[]) => syntheticHistory({ seed }, accuracies);
  const alone = await told(run(0, [0.1, 0.5]));
  assert.match(alone, /Means over seeds; a line ends where early stopping ended the first of them\./);
  const diverged = { ...run(1, [0.1, 0.5]), status: "diverged" as const, evaluations: [] };
  const one = await told(run(0, [0.1, 0.5]), diverged);
  assert.match(
    one,
    /seeds ± standard error; a line ends where early stopping, or divergence, ended the first/,
  );
  assert.match(one, /Frozen Random at 1e-3: no evaluation that all seeds have\./);
});

Deno.test("compute efficiency is asked of longer runs too", async () => {
  const longer = ["frozen-random", "frozen-pretrained"].flatMap((setting, i) =>
    [0, 1].map((seed) => syntheticHistory({ setting, seed }, [0.3 + 0.3 * i, 0.5 + 0.3 * i, 0.4]))
  );
  const text = (await longerEfficiency(longer, longerPreset("pocket"), longer)).bundle["text/plain"];
  assert.match(text, /MNIST +Frozen Pretrained +50\.0 +2 of 2 +10 .* 20 .* 0 of 2 +0 of 2 +≥ 1\.0/);
  assert.match(text, /best on validation with the main sweep's fewer steps/);
});

Deno.test("longer runs are asked for the claims about tuned settings alone", async () => {
  const longer = ["frozen-pretrained", "unfrozen-pretrained"].flatMap((setting, i) =>
    [0, 1].map((seed) => syntheticHistory({ task: "mnist", setting, seed }, [0.5 + 0.2 * i]))
  );
  const text = (await longerVerdicts(longer, longerPreset("pocket"), longer)).bundle["text/plain"];
  assert.match(text, /beats freezing its body.* replicates: \+20\.0 points \(\+20\.0 to \+20\.0\)/);
  assert.doesNotMatch(text, /1e-3|orders/);
});

Deno.test("baselines beside longer runs are those with as many steps, whose learning rates were chosen anew", async () => {
  const longer = longerPreset("pocket"), runs = [syntheticHistory({}, [0.5])];
  const text = (await longerBaselines(runs, longer, [])).bundle["text/plain"];
  assert.match(text, /MNIST +Logistic regression .* Frozen Random 50\.0/);
  assert.match(text, /fewer steps, .* do better now\. That of the logistic regression was chosen anew\./);
  assert.match(text, /by baselines pocket-longer at commit/);
});

Deno.test("a scale without longer runs says so", async () => {
  const none = /no runs are trained for longer/;
  assert.match(await textOf([], longerPreset("quick"), [syntheticRun()]), none);
  assert.match((await longerVerdicts([], longerPreset("quick"), [])).bundle["text/plain"], none);
  assert.match((await longerBaselines([], longerPreset("quick"), [])).bundle["text/plain"], none);
  assert.match((await longerCurves([], longerPreset("quick"), [])).bundle["text/plain"], none);
  assert.match((await longerEfficiency([], longerPreset("quick"), [])).bundle["text/plain"], none);
  assert.match((await longerGaps([], longerPreset("quick"), [])).bundle["text/plain"], none);
});
