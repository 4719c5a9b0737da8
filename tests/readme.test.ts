import assert from "node:assert/strict";
import { join } from "node:path";
import { summarizeBaselines } from "../lib/analysis/baselines.ts";
import { compareAt, compareSettings } from "../lib/analysis/comparisons.ts";
import { lateRise } from "../lib/analysis/late_quarters.ts";
import { leader } from "../lib/analysis/paired.ts";
import { summarize } from "../lib/analysis/summary.ts";
import { verdicts } from "../lib/analysis/verdicts.ts";
import { readBaselines } from "../lib/baselines/store.ts";
import { root } from "../lib/files/paths.ts";
import { LU_CONTROLS } from "../lib/published/lu_2021.ts";
import { PUBLISHED_TABLE_1 } from "../lib/published/rothermel_2021.ts";
import {
  differenceLabel,
  points,
  pointsInterval,
  settingLabel,
  taskLabel,
  testEstimate,
} from "../lib/reports/labels.ts";
import { table1Frame } from "../lib/reports/tables/frames.ts";
import { PARTS } from "../lib/models/settings.ts";
import { taskOptionsSchema } from "../lib/tasks/options.ts";
import { trainingOptionsSchema } from "../lib/training/options.ts";
import { withinGrid } from "../lib/sweeps/within_grid.ts";
import { longerPreset, partsPreset, preset, presetsOf } from "../lib/sweeps/presets.ts";
import { archivedRuns, PRETRAINED, RANDOM, tasksAhead } from "./archived_runs.ts";

const readme = await Deno.readTextFile(join(root, "README.md"));

/** The experiments behind the README's tables, in their order. */
const EXPERIMENTS = ["pocket", "pocket-longer"];

Deno.test("the README's figures are those of the records at the pocket scale", async () => {
  const tasks = PUBLISHED_TABLE_1.tasks.map(taskLabel);
  for (const [table, experiment] of EXPERIMENTS.entries()) {
    const frame = await table1Frame(summarize(await archivedRuns(experiment)));
    for (const [i, setting] of PUBLISHED_TABLE_1.settings.map(settingLabel).entries()) {
      const cells = tasks.map((task) => `${frame[`${task}: ours`].values[i]}`);
      const line = readme.split("\n").filter((line) => line.startsWith(`| ${setting} `))[table];
      assert.deepEqual(line.split("|").slice(2, -1).map((cell) => cell.trim()), cells);
    }
  }
});

Deno.test("the README has all options of tasks and of training, and all parts of the model", () => {
  const options = [...taskOptionsSchema.options, trainingOptionsSchema].flatMap(({ shape }) =>
    Object.keys(shape)
  );
  const given = options.filter((name) => name !== "sha256"); // which sweeps find themselves
  assert.deepEqual(
    [...given, ...PARTS].filter((name) => !readme.includes(`\`${name}\``) && !readme.includes(`"${name}"`)),
    [],
  );
});

Deno.test("the README's hours of the pocket scale are those of its records, two runs at a time", async () => {
  const hours = async (...experiments: string[]) => {
    const runs = (await Promise.all(experiments.map(archivedRuns))).flat();
    return { runs, sum: runs.reduce((sum, { seconds }) => sum + seconds / 7200, 0) };
  };
  const all = await hours(...EXPERIMENTS);
  const others = await hours(
    ...presetsOf("pocket").map(({ name }) => name).filter((name) => !EXPERIMENTS.includes(name)),
  );
  const { runs } = await hours("pocket-longer");
  const [ofListops, ofMnist] = ["listops", "mnist"].map((task) =>
    runs.filter((run) => run.task === task).reduce((sum, { seconds }) => sum + seconds / 7200, 0).toFixed(0)
  );
  assert(readme.includes(`some ${all.sum.toFixed(0)} hours on two cores`), `${all.sum}`);
  assert(readme.includes(`(${ofListops} and ${ofMnist} of the hours)`), `${ofListops} ${ofMnist}`);
  assert.equal(others.sum.toFixed(0), "13");
  assert(readme.includes(`for ${(all.sum + others.sum).toFixed(0)} hours`));
  assert(readme.includes("for 13 hours more"));
});

Deno.test("what the README says of training attention on ListOps is what the records have", async () => {
  const experiment = partsPreset("pocket")!;
  const runs = [...await archivedRuns(experiment.name), ...await archivedRuns("pocket")];
  const records = withinGrid(runs, experiment).filter(({ task }) => task === "listops");
  const pair = ["frozen-but-attention-pretrained", "frozen-pretrained"] as const;
  const [{ comparison }] = compareSettings(records, [pair]);
  const atLu = compareAt(records, "listops", 1e-3, ...pair)!;
  assert.equal(leader(atLu), "neither");
  const { difference, interval } = comparison!, text = readme.replaceAll("\n", " ");
  for (
    const claim of [
      `at their 1e-3 (${points(atLu.difference)} points, ${
        pointsInterval(atLu.interval)
      }; they saw 1.6 lost)`,
      `for each it brings ${points(difference)} points (${pointsInterval(interval)})`.replaceAll("+", ""),
    ]
  ) assert(text.includes(claim), claim);
});

Deno.test("what the README says that pretraining brings to layer norms alone is what the records have", async () => {
  const records = await archivedRuns("pocket-parts");
  const pair = ["output-layer-norms-pretrained", "output-layer-norms-random"] as const;
  const [listops, mnist] = ["listops", "mnist"].map((task) => {
    const [{ comparison }] = compareSettings(records.filter((run) => run.task === task), [pair]);
    return [compareAt(records, task, 1e-3, ...pair), comparison].map((one) => differenceLabel(one)!);
  });
  const [atLu, tuned] = [0, 1].map((i) => [listops[i].replace(" (", " points ("), mnist[i]]);
  const claim = `is ${atLu[0]} on ListOps and ${atLu[1]} on MNIST with 1e-3 for both bodies, and ${
    tuned.join(" and ").replace("points ", "")
  } with the best`;
  const withoutPlus = (text: string) => text.replaceAll("+", "");
  assert(withoutPlus(readme).replaceAll("\n", " ").includes(withoutPlus(claim)), claim);
});

Deno.test("what the README says that a second block brings is what the records have", async () => {
  const records = await archivedRuns("pocket-depth");
  const second = (body: string) =>
    compareSettings(records, [[`layers-2-${body}`, `layers-1-${body}`]])[0].comparison!;
  const [random, pretrained] = ["random", "pretrained"].map(second);
  assert.deepEqual([leader(random), leader(pretrained)], ["first", "neither"]);
  const text = readme.replaceAll("\n", " "), withoutPlus = differenceLabel(random)!.replaceAll("+", "");
  assert(text.includes(`brings the random body ${withoutPlus.replace(" (", " points (")}`), withoutPlus);
  assert(
    text.includes(`told (${differenceLabel(pretrained)!.replace(" (", ", ")}`),
    differenceLabel(pretrained)!,
  );
});

Deno.test("the README counts those of Lu et al.'s settings that were run on Zen 3", async () => {
  const runs = [...await archivedRuns("pocket-parts"), ...await archivedRuns("pocket-depth")];
  const text = readme.replaceAll("\n", " ");
  const ofZen3 = runs.filter(({ stored }) => stored!.provenance.machine.includes("family 25, model 1)"));
  const [listops, mnist] = ["listops", "mnist"].map((name) => {
    const [all, some] = [runs, ofZen3].map((group) => group.filter(({ task }) => task === name));
    return { count: `${some.length} of ${all.length}`, rates: new Set(some.map((run) => run.learningRate)) };
  });
  assert.deepEqual([...listops.rates].toSorted(), [1e-4, 3e-4, 3e-3, 1e-2]);
  assert(text.includes(`${listops.count} on ListOps (all but those at 1e-3)`), listops.count);
  assert.deepEqual([...mnist.rates].toSorted(), [1e-4, 3e-3]);
  assert(text.includes(`${mnist.count} on MNIST (at 1e-4 and 3e-3)`), mnist.count);
  assert(text.includes(`only those ${ofZen3.length} of Lu et al.'s settings that were made on Zen 3`));
});

Deno.test("how far the README has the statistics' weights ahead of plain random ones is what the records have", async () => {
  const runs = [...await archivedRuns("pocket-parts"), ...await archivedRuns("pocket")];
  const mnist = withinGrid(runs, partsPreset("pocket")).filter(({ task }) => task === "mnist");
  const [{ comparison }] = compareSettings(mnist, [["frozen-statistics", "frozen-random"]]);
  assert.equal(leader(comparison), "first");
  const ahead = `${(100 * comparison!.difference).toFixed(1)} points ahead of plain random weights`;
  assert(readme.replaceAll("\n", " ").includes(ahead), ahead);
});

Deno.test("how far the README says that Lu et al. saw random weights with the statistics behind is what their table has", () => {
  const [pretrained, statistics] = LU_CONTROLS.rows.map(({ accuracies }) => accuracies);
  const behind = (task: string) => (pretrained[task] - statistics[task]).toFixed(1);
  const claim = `saw them ${behind("mnist")} and ${
    behind("listops")
  } points behind the pretrained ones there, and ${behind("cifar10")} on CIFAR10`;
  assert(readme.replaceAll("\n", " ").includes(claim), claim);
});

/** What a script in the project's folder prints. */
async function outputOf(code: string): Promise<string> {
  const path = await Deno.makeTempFile({ dir: root, prefix: "readme-", suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, code);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--check", path],
      env: { UTR_BACKEND: "cpu" },
    }).output();
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("the README's task of one's own trains", async () => {
  const [, code] = readme.match(/```ts\n(.*?)```/s)!;
  const accuracy = Number(await outputOf(code));
  assert(accuracy > 0 && accuracy <= 1, `${accuracy}`);
});

Deno.test("the README's tables of an experiment are shown", async () => {
  const [, code] = readme.match(/```typescript\n(.*?)```/s)!;
  assert(code.includes("layer-norms.json"));
  const output = await outputOf(code.replace("layer-norms.json", "quick")); // which has records
  assert.match(output, /Best learning rate[^]*MNIST +Frozen Random/);
});

Deno.test("what the README says of baselines follows from the records at the pocket scale", async () => {
  const { tasks } = PUBLISHED_TABLE_1;
  const [short, long] = await Promise.all(
    [preset("pocket"), longerPreset("pocket")!].map(async (experiment) => {
      const baselines = summarizeBaselines(await readBaselines(experiment));
      const settings = summarize(await archivedRuns(experiment.name));
      const find = (task: string, baseline: string) =>
        baselines.find((one) => one.task === task && one.baseline === baseline);
      const row = (baseline: string) =>
        tasks.map((task) => {
          const found = find(task, baseline);
          return found ? testEstimate(found) : "–";
        });
      const behind = (task: string, baseline: string) =>
        settings
          .filter((one) => one.task === task && one.testMean! < find(task, baseline)!.testMean)
          .map(({ setting }) => setting);
      return { row, behind };
    }),
  );
  for (
    const [name, cells] of [
      ["the most frequent answer", short.row("majority")],
      ["logistic regression on the whole input", short.row("logistic-regression")],
      ["the same with the steps of the second table", long.row("logistic-regression")],
      ["the outermost operator on its own digits", short.row("own-digits")],
    ] as const
  ) {
    const line = readme.split("\n").find((line) => line.startsWith(`| ${name} `))!;
    assert.deepEqual(line.split("|").slice(2, -1).map((cell) => cell.trim()), cells);
  }

  const all = ["frozen-random", "frozen-pretrained", "unfrozen-random", "unfrozen-pretrained"];
  assert.deepEqual(tasks.map((task) => short.behind(task, "logistic-regression")), [
    [],
    ["frozen-random", "frozen-pretrained"],
    ["frozen-random"],
    all,
  ]);
  assert.deepEqual(tasks.flatMap((task) => long.behind(task, "logistic-regression")), []);
  assert.deepEqual(short.behind("listops", "own-digits"), all);
  assert.deepEqual(long.behind("listops", "own-digits"), ["frozen-random"]);
});

const LU = ["unfrozen-random", "frozen-pretrained"] as const;
const FROZEN = ["frozen-pretrained", "frozen-random"] as const;
const UNFROZEN = ["unfrozen-pretrained", "unfrozen-random"] as const;

Deno.test("what the README says of learning rates and steps follows from the records at the pocket scale", async () => {
  const [short, long] = await Promise.all(EXPERIMENTS.map(archivedRuns));
  const round = (value: number) => Number(value.toPrecision(2));
  const ratios = PUBLISHED_TABLE_1.tasks.map((task) => {
    const choices = [0, 1, 2].map((seed) => {
      const [frozen, unfrozen] = PRETRAINED.toReversed().map((setting) => {
        const ours = short.filter((one) => one.task === task && one.setting === setting && one.seed === seed);
        return ours.toSorted((a, b) => b.validationAccuracy! - a.validationAccuracy!)[0].learningRate;
      });
      return Math.log(frozen / unfrozen);
    });
    return round(Math.exp(choices.reduce((sum, value) => sum + value) / choices.length));
  });
  const [listops, mnist, cifar10, lra] = ratios;
  const told = readme.replaceAll(/\s+/g, " ");
  const isCutOff = ({ steps, config, evaluations }: typeof long[number]) => {
    const best = Math.max(...evaluations.map(({ validationAccuracy }) => validationAccuracy));
    const since = evaluations.length - 1 -
      evaluations.findIndex(({ validationAccuracy }) => validationAccuracy === best);
    return steps === config.training.maximumSteps && since < config.training.patience!;
  };
  const cutOff = (task: string) => long.filter((one) => one.task === task && isCutOff(one)).length;
  const rise = (task: string, setting: string) => {
    const runs = long.filter((one) => one.task === task && one.setting === setting);
    return (100 * lateRise(runs)!.mean).toFixed(1);
  };
  const best = (task: string) => rise(task, "unfrozen-pretrained");
  for (
    const claim of [
      `is ${listops} (ListOps), ${mnist} (MNIST) and ${lra} (CIFAR10-LRA) times the one that it has when trained whole (geometric means`,
      `and ${cifar10} times on CIFAR10 with every seed, which is no more than a step of the grid`,
      `still rose by ${best("listops")} points on ListOps, ${best("mnist")} on MNIST, ${
        best("cifar10")
      } on CIFAR10 and ` +
      `${best("cifar10-lra")} on CIFAR10-LRA, and that of Unfrozen Random on CIFAR10 by ${
        rise("cifar10", "unfrozen-random")
      },`,
      `${
        long.filter(isCutOff).length
      } of the ${long.length} runs were cut off again, all on ListOps and CIFAR10-LRA, ` +
      `${cutOff("cifar10")} of 12 on CIFAR10 and ${cutOff("mnist")} of 12 on MNIST`,
    ]
  ) assert(told.includes(claim), claim);
  assert.deepEqual([cutOff("listops"), cutOff("cifar10-lra")], [12, 12]);
});

Deno.test("what the README says is beyond what seeds differ by is so in the records at the pocket scale", async () => {
  const [short, long] = await Promise.all(EXPERIMENTS.map(archivedRuns));
  const all = PUBLISHED_TABLE_1.tasks.toSorted(), butLra = all.filter((task) => task !== "cifar10-lra");
  assert.deepEqual(tasksAhead(long, PRETRAINED), all);
  assert.deepEqual(tasksAhead(long, RANDOM), butLra);
  assert.deepEqual(tasksAhead(long, LU), butLra);
  assert.deepEqual(tasksAhead(long, UNFROZEN), ["cifar10-lra", "listops"]);
  assert.deepEqual(tasksAhead(long, FROZEN), ["listops"]);
  assert.deepEqual(tasksAhead(short, PRETRAINED), ["cifar10", "listops"]);
  assert.deepEqual(tasksAhead(short, RANDOM), ["cifar10", "mnist"]);
  const atLu = (other: string) =>
    all.filter((task) => leader(compareAt(short, task, 1e-3, "frozen-pretrained", other)) === "first");
  assert.deepEqual(atLu("unfrozen-random"), ["cifar10", "cifar10-lra"]);
  assert.deepEqual(atLu("unfrozen-pretrained"), ["cifar10"]);
  const below = verdicts(short).find(({ claim }) => claim.name === "lower-learning-rates-invert")!;
  assert.deepEqual([below.answer, below.findings[0].value], ["replicates", 3]);
  const [{ comparison }] = compareSettings(long.filter(({ task }) => task === "mnist"), [RANDOM]);
  assert(readme.includes(`begins at ${points(comparison!.interval![0]).slice(1)}`));
});
