import assert from "node:assert/strict";
import { join } from "node:path";
import { bestRuns } from "../../lib/analysis/best_runs.ts";
import { compareAt, compareSettings } from "../../lib/analysis/comparisons.ts";
import { CLAIMS_WHEN_TUNED } from "../../lib/analysis/claims.ts";
import { conclusions } from "../../lib/analysis/counterfactual.ts";
import { countCutOff } from "../../lib/analysis/cut_off.ts";
import { curves } from "../../lib/analysis/curves.ts";
import { computeEfficiency } from "../../lib/analysis/efficiency.ts";
import { trainTestGaps } from "../../lib/analysis/gap.ts";
import { atOneRate } from "../../lib/analysis/one_learning_rate.ts";
import { leader } from "../../lib/analysis/paired.ts";
import { mean } from "../../lib/analysis/statistics.ts";
import { summarize } from "../../lib/analysis/summary.ts";
import { verdicts } from "../../lib/analysis/verdicts.ts";
import { readJson } from "../../lib/files/json.ts";
import { notebooksDirectory } from "../../lib/files/paths.ts";
import { readPretrainingRecord } from "../../lib/pretraining/record.ts";
import { LU_DEPTH_PRETRAINED, LU_DEPTH_RANDOM, LU_LEARNING_RATE } from "../../lib/published/lu_2021.ts";
import { PUBLISHED_TABLE_1 } from "../../lib/published/rothermel_2021.ts";
import {
  differenceLabel,
  learningRateLabel,
  percent,
  points,
  pointsInterval,
} from "../../lib/reports/labels.ts";
import { notebookSchema, outcome } from "../../lib/reports/export/notebook.ts";
import { type Experiment, learningRatesOf } from "../../lib/sweeps/experiment.ts";
import { bodyPresets, depthPreset, longerPreset, partsPreset, preset } from "../../lib/sweeps/presets.ts";
import { withinGrid } from "../../lib/sweeps/within_grid.ts";
import { weightsFolder } from "../../lib/weights/folders.ts";
import { archivedRuns, PRETRAINED, RANDOM, tasksAhead } from "../archived_runs.ts";

const paper: readonly string[] = PUBLISHED_TABLE_1.tasks;
const ofPaper = <T extends { task: string }>(found: T[]) => found.filter(({ task }) => paper.includes(task));

const historiesOf = ({ name }: Experiment) => archivedRuns(name);
const SHORT_AND_LONGER = [preset("pocket"), longerPreset("pocket")!];

/** What a notebook says came out has all of these in it. */
async function says(name: string, ...parts: string[]): Promise<void> {
  const told = outcome(await readJson(join(notebooksDirectory, `${name}.ipynb`), notebookSchema));
  for (const part of parts) assert(told.includes(part), `Expected "${part}" in: ${told}`);
}

Deno.test("what came out in notebook 01 is what the records have", async () => {
  const [short, longer] = await Promise.all(SHORT_AND_LONGER.map(historiesOf));
  for (const pair of [PRETRAINED, RANDOM]) {
    const ahead = compareSettings(short, [pair]).filter(({ comparison }) => comparison!.difference > 0);
    for (const task of ["listops", "mnist", "cifar10"]) assert(ahead.some((one) => one.task === task), task);
  }
  assert.deepEqual(tasksAhead(short, PRETRAINED), ["cifar10", "listops"]);
  assert.deepEqual(tasksAhead(short, RANDOM), ["cifar10", "mnist"]);
  assert.deepEqual(tasksAhead(longer, PRETRAINED), paper.toSorted());
  assert.deepEqual(tasksAhead(longer, RANDOM), paper.filter((task) => task !== "cifar10-lra").toSorted());
  const [{ comparison }] = compareSettings(longer.filter(({ task }) => task === "mnist"), [RANDOM]);
  assert(100 * comparison!.interval![0] < 0.1);
  await says(
    "01-table-1",
    "with pretraining on ListOps and CIFAR10, without on MNIST and CIFAR10",
    "with pretraining on all four, without on all but CIFAR10-LRA (on MNIST barely)",
    `though ${countCutOff(longer)} of the ${longer.length} runs were cut off again`,
  );
});

Deno.test("what came out in notebook 02 is what the records have", async () => {
  const records = await historiesOf(preset("pocket"));
  const atLu = curves(records).filter(({ learningRate }) => learningRate === LU_LEARNING_RATE.value);
  const [frozen, unfrozen] = ["frozen-", "unfrozen-"].map((start) => {
    const best = ofPaper(summarize(records)).filter(({ setting }) => setting.startsWith(start));
    const rates = best.map(({ learningRate }) => learningRate!);
    const behind = best.map(({ task, setting, testMean }) =>
      testMean! - atLu.find((one) => one.task === task && one.setting === setting)!.test!.mean
    );
    const ends = (values: number[], label: (value: number) => string) =>
      `${label(Math.min(...values))} to ${label(Math.max(...values))}`;
    return { rates: ends(rates, learningRateLabel), behind: ends(behind, percent) };
  });
  const rates = [...new Set(records.map(({ learningRate }) => learningRate))];
  for (const unfrozen of ["unfrozen-pretrained", "unfrozen-random"]) {
    const leaders = rates.filter((rate) => rate < LU_LEARNING_RATE.value).flatMap((rate) => {
      const compared = compareAt(records, "cifar10-lra", rate, unfrozen, "frozen-pretrained");
      return compared === null ? [] : [leader(compared)];
    });
    assert.deepEqual(leaders, ["first", "first", "first"]);
  }
  await says(
    "02-learning-rate-curves",
    "every lower learning rate that was tried puts both unfrozen transformers ahead of the frozen pretrained one",
    `the frozen settings are best at ${frozen.rates} and the unfrozen ones at ${unfrozen.rates}.`,
    `the unfrozen ones are ${unfrozen.behind} points behind`,
    `the frozen ones ${frozen.behind}.`,
  );
});

Deno.test("what came out in notebook 03 is what the pretraining's record has", async () => {
  const { validationBitsPerByte, gzipBitsPerByte } = await readPretrainingRecord(weightsFolder("pocket"));
  await says(
    "03-pretraining",
    `the model needs ${validationBitsPerByte.toFixed(2)} bits per byte, gzip ${gzipBitsPerByte.toFixed(2)}.`,
  );
});

Deno.test("what came out in notebook 04 is what the records have", async () => {
  const records = await historiesOf(preset("pocket"));
  const winners = (rate: number) =>
    ofPaper(atOneRate(records)).filter(({ learningRate }) => learningRate === rate).flatMap(({ winners }) =>
      winners
    );
  assert.deepEqual(winners(3e-4), Array(4).fill("unfrozen-pretrained"));
  assert.deepEqual(winners(3e-3), Array(4).fill("frozen-pretrained"));
  assert.equal(winners(1e-3).filter((winner) => winner === "frozen-pretrained").length, 3);

  const misleading = ofPaper(conclusions(records, 1e-3)).filter(({ reversed, clear }) => reversed && clear);
  assert.deepEqual(
    misleading.map(({ task, unfrozen, frozen, tuned }) => `${task}: ${unfrozen}, ${frozen}, ${tuned}`),
    [
      "mnist: unfrozen-random, frozen-random, frozen",
      "cifar10: unfrozen-pretrained, frozen-pretrained, frozen",
      "cifar10: unfrozen-pretrained, frozen-pretrained, neither",
      "cifar10: unfrozen-random, frozen-pretrained, frozen",
      "cifar10: unfrozen-random, frozen-pretrained, neither",
    ],
  );
  await says(
    "04-one-learning-rate",
    "at 3e-4 it is the unfrozen pretrained transformer on all four",
    "at 3e-3 the frozen pretrained one on all four",
    "the 1e-3 of Lu et al. the frozen one on three",
    "tuning the frozen side alone turns it round, beyond that too, on MNIST without pretraining and on CIFAR10 for both pairs",
    "On CIFAR10 tuning neither, as Lu et al. did, is as misleading",
  );
});

Deno.test("what came out in notebook 05 is what the records have", async () => {
  const [short, longer] = await Promise.all(
    SHORT_AND_LONGER.map(async (experiment) => {
      const found = ofPaper(computeEfficiency(await historiesOf(experiment)));
      return Object.fromEntries(
        found.filter(({ pretrained }) => pretrained === "frozen-pretrained").map((one) => [one.task, one]),
      );
    }),
  );
  assert.equal(short.cifar10.leastSpeedup!.toFixed(2), "7.00");
  assert.equal(longer.cifar10.speedup!.toFixed(0), "4");
  assert(longer.listops.speedup! > 3 && longer.mnist.speedup! < 1);
  const partly = ({ reached, seeds }: { reached: number; seeds: number }) => reached === seeds - 1;
  assert([short["cifar10-lra"], longer["cifar10-lra"], short.mnist, short.listops].every(partly));
  assert(short.cifar10.pairs.every(([, pretrained]) => pretrained.after === 0));
  const tasks = [...paper].toSorted();
  const reached = (found: typeof short) => tasks.map((task) => found[task].randomReached);
  assert.deepEqual([tasks, reached(short), reached(longer)], [
    ["cifar10", "cifar10-lra", "listops", "mnist"],
    [0, 1, 1, 0],
    [0, 1, 0, 0],
  ]);
  await says(
    "05-compute-efficiency",
    "less than a seventh of the random one's steps on CIFAR10, where it was there at its first evaluation, " +
      "about a quarter where both are trained for longer",
    "with one seed of three on ListOps and CIFAR10-LRA in the sweep, and on CIFAR10-LRA trained for longer",
    "less than a third on ListOps trained for longer",
    "On CIFAR10-LRA, and in the sweep on MNIST and ListOps, one of three seeds does not get there",
    "on MNIST trained for longer it needs no fewer",
  );
});

Deno.test("what came out in notebook 06 is what the records have", async () => {
  const [short, longer] = await Promise.all(
    SHORT_AND_LONGER.map(async (experiment) => {
      const histories = await historiesOf(experiment);
      const { answer } = verdicts(histories).find(({ claim }) => claim.name === "frozen-can-overfit")!;
      assert.equal(answer, "inconclusive");
      const gaps = trainTestGaps(histories);
      return (task: string) =>
        Object.fromEntries(
          gaps.filter((one) => one.task === task).map(({ setting, gap }) => [setting, gap!.mean]),
        );
    }),
  );
  const largest = (gaps: Record<string, number>) => Object.keys(gaps).toSorted((a, b) => gaps[b] - gaps[a]);
  const inSweep = short("listops"), [widest] = largest(longer("listops"));
  assert.deepEqual(largest(inSweep).slice(0, 2), ["unfrozen-pretrained", "unfrozen-random"]);
  assert.equal(widest, "frozen-pretrained");
  const cifar10 = longer("cifar10");
  assert.deepEqual(["unfrozen-random", "unfrozen-pretrained"].map((one) => percent(cifar10[one])), [
    "2.5",
    "2.5",
  ]);
  assert(Math.max(cifar10["frozen-random"], cifar10["frozen-pretrained"]) < 0);
  await says(
    "06-train-test-gap",
    `(${percent(inSweep["unfrozen-random"])} and ${
      percent(inSweep["unfrozen-pretrained"])
    } points, against ` +
      `${percent(inSweep["frozen-pretrained"])})`,
    `the frozen pretrained one has the largest, of ${percent(longer("listops")[widest])} points`,
    "On CIFAR10 trained for longer the unfrozen ones have 2.5 points, the frozen ones none",
  );
});

Deno.test("what came out in notebook 07 is what the records have", async () => {
  const experiment = partsPreset("pocket")!;
  const runs = (await Promise.all([experiment, preset("pocket")].map(historiesOf))).flat();
  const records = withinGrid(runs, experiment);
  const gains = (task: string, ...pairs: [string, string][]) =>
    compareSettings(records.filter((one) => one.task === task), pairs).map(({ comparison }) => comparison!);
  const steps = (body: string) => {
    const rows = ["output-only", "output-layer-norms", "output-layer-norms-input", "frozen"];
    return rows.slice(1).map((row, i) => [`${row}-${body}`, `${rows[i]}-${body}`] as [string, string]);
  };
  const rounded = (body: string) =>
    gains("mnist", ...steps(body)).map(({ difference }) => Math.round(100 * difference));
  const [ofPretrained, ...others] = rounded("pretrained"), [layerNorms, input, positions] = rounded("random");
  assert(ofPretrained > Math.max(...others) && layerNorms < Math.min(input, positions));
  const [ofRandom, ...less] = [
    ...gains("listops", ...steps("random")),
    ...gains("listops", ...steps("pretrained")),
  ];
  assert(leader(ofRandom) === "first" && less.every((one) => one.difference < ofRandom.difference));
  const controls = ["mnist", "listops"].map((task) =>
    gains(
      task,
      ["frozen-statistics", "frozen-pretrained"],
      ["frozen-random", "frozen-pretrained"],
      ["frozen-statistics", "frozen-random"],
    )
  );
  assert.deepEqual(controls.map((compared) => compared.map((one) => leader(one))), [
    ["neither", "neither", "first"],
    ["neither", "neither", "neither"],
  ]);
  const attention = ["frozen-but-attention-pretrained", "frozen-pretrained"] as [string, string];
  const [[mnist], [listops]] = ["mnist", "listops"].map((task) => gains(task, attention));
  const atLu = compareAt(records, "listops", LU_LEARNING_RATE.value, ...attention)!;
  assert.deepEqual([mnist, listops, atLu].map((one) => leader(one)), ["neither", "first", "neither"]);
  const ofPretraining = (task: string, trained: string) => {
    const pair = [`${trained}-pretrained`, `${trained}-random`] as [string, string];
    return { atLu: compareAt(records, task, LU_LEARNING_RATE.value, ...pair)!, tuned: gains(task, pair)[0] };
  };
  const [normsOnListOps, normsOnMnist] = ["listops", "mnist"].map((task) =>
    ofPretraining(task, "output-layer-norms")
  );
  for (const { task, setting, learningRate } of bestRuns(records)) {
    if (!/^output-layer-norms-(random|pretrained)$/.test(setting)) continue;
    const entry = experiment.tasks.find((one) => one.task.name === task)!;
    assert.equal(learningRate, 1e-2);
    assert.equal(learningRate, Math.max(...learningRatesOf(experiment, entry, setting)));
  }
  const inputOnListOps = ofPretraining("listops", "output-layer-norms-input");
  const attentionOnMnist = ofPretraining("mnist", "frozen-but-attention");
  await says(
    "07-lu-et-al",
    `it is ${differenceLabel(normsOnListOps.atLu)!.replace(" (", " points (")} on ListOps and ` +
      `${differenceLabel(normsOnMnist.atLu)} on MNIST with 1e-3 for both bodies, and ` +
      `${differenceLabel(normsOnListOps.tuned)} and ${
        differenceLabel(normsOnMnist.tuned)
      } with the best for each, which is 1e-2`,
    `input layer is trained, too, it is ${
      differenceLabel(inputOnListOps.atLu)
    } on ListOps with 1e-3 for both, and ` +
      `${differenceLabel(inputOnListOps.tuned)} with the best for each`,
    `Where attention is unfrozen, it is ${
      differenceLabel(attentionOnMnist.atLu)
    } on MNIST with 1e-3 for both, and ` +
      `${differenceLabel(attentionOnMnist.tuned)} with the best for each`,
    `on MNIST the former are ${percent(controls[0][2].difference)} points ahead of the latter`,
    `the pretrained body (+${ofPretrained} points on MNIST) but least with the random one ` +
      `(+${layerNorms}, against +${input} of the input layer and +${positions} of the positions)`,
    `most with the random body (${points(ofRandom.difference)}, ${
      pointsInterval(ofRandom.interval)!.replaceAll("+", "")
    })`,
    `Unfreezing attention brings ${points(listops.difference)} points (${
      pointsInterval(listops.interval)
    }) on ListOps with the best of the learning rates tried`,
    `and ${points(atLu.difference)} (${pointsInterval(atLu.interval)}) at 1e-3 for both; on MNIST it brings ${
      points(mnist.difference)
    }, which cannot`,
  );
});

Deno.test("what came out of depth in notebook 07 is what the records have", async () => {
  const depth = depthPreset("pocket")!;
  const runs = (await Promise.all([depth, partsPreset("pocket")!].map(historiesOf))).flat();
  const [all, second] = compareSettings(withinGrid(runs, depth), [
    ["output-layer-norms-pretrained", "layers-1-pretrained"],
    ["layers-2-random", "layers-1-random"],
  ]).map(({ comparison }) => comparison!);
  assert.equal(leader(all), "neither");
  const [ofPretrained, ofRandom] = [LU_DEPTH_PRETRAINED, LU_DEPTH_RANDOM].map(({ rows: [one, two] }) =>
    two.accuracies.listops! - one.accuracies.listops!
  );
  await says(
    "07-lu-et-al",
    `(these bring ${
      differenceLabel(all)!.replace(" (", " points more, ")
    }; with the random one a second block ` +
      `brings ${
        differenceLabel(second)
      }. Lu et al., with 1e-3, saw it bring ${ofPretrained} points with the ` +
      `pretrained body and lose ${-ofRandom} with the random one`,
  );
});

Deno.test("what came out in notebook 08 is what the records have", async () => {
  const [small, large] = bodyPresets("pocket");
  const ahead = await Promise.all([small, preset("pocket"), large].map(async (experiment) => {
    const compared = compareSettings(withinGrid(await historiesOf(experiment), small), [
      RANDOM,
      PRETRAINED,
    ]).filter(({ task }) => task === "mnist");
    return compared.map(({ comparison }) => {
      assert(comparison === null || comparison.difference > 0);
      return comparison && leader(comparison);
    });
  }));
  assert.deepEqual(ahead, [["neither", "first"], ["first", "neither"], ["first", null]]);
  await says(
    "08-model-size",
    "by more than seeds differ by with pocket-small when pretrained, and with pocket and pocket-large when not",
  );
});

Deno.test("what came out in notebook 09 is what the records have", async () => {
  const [short, longer] = await Promise.all(
    SHORT_AND_LONGER.map(async (experiment) => verdicts(await historiesOf(experiment))),
  );
  assert.deepEqual(
    short.filter(({ answer }) => answer !== "inconclusive").map(({ answer, claim }) => [answer, claim.name]),
    [["replicates", "lower-learning-rates-invert"]],
  );
  const below = short.find(({ claim }) => claim.name === "lower-learning-rates-invert")!.findings[0];
  assert.deepEqual([below.value, below.note], [3, "3 tried"]);
  const accuracies = (await historiesOf(longerPreset("pocket")!))
    .flatMap(({ task, setting, testAccuracy }) =>
      task === "mnist" && setting === "unfrozen-random" ? [testAccuracy!] : []
    );
  assert.equal((0.013 / (1 - mean(accuracies)!)).toFixed(2), "0.66");
  const tuned = longer.filter(({ claim }) => CLAIMS_WHEN_TUNED.includes(claim));
  assert.deepEqual(
    tuned.filter(({ answer }) => answer !== "inconclusive").map(({ answer, claim }) =>
      `${answer}: ${claim.text}`
    ),
    [
      "replicates: With learning rates tuned, training all of a pretrained transformer beats freezing its body.",
      "replicates: Trained whole, a pretrained transformer outperforms or matches one trained from scratch.",
    ],
  );
  await says(
    "09-verdicts",
    "no claim about all four tasks is conclusive in the sweep",
    "One about CIFAR10-LRA alone replicates: any learning rate below the 1e-3 of Lu et al., of the three tried there",
    "two claims replicate",
    "two thirds of the errors that the one from scratch makes",
  );
});
