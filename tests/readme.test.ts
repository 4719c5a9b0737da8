import assert from "node:assert/strict";
import { join } from "node:path";
import { summarizeBaselines } from "../lib/analysis/baselines.ts";
import { summarize } from "../lib/analysis/summary.ts";
import { readBaselines } from "../lib/baselines/store.ts";
import { root } from "../lib/files/paths.ts";
import { PUBLISHED_TABLE_1 } from "../lib/published/rothermel_2021.ts";
import { settingLabel, taskLabel, testEstimate } from "../lib/reports/labels.ts";
import { table1Frame } from "../lib/reports/tables/frames.ts";
import { archiveFile, readArchive } from "../lib/sweeps/archive.ts";
import { longerPreset, preset } from "../lib/sweeps/presets.ts";

const readme = await Deno.readTextFile(join(root, "README.md"));

/** The experiments behind the README's tables, in their order. */
const EXPERIMENTS = ["pocket", "pocket-longer"];

Deno.test("the README's figures are those of the records at the pocket scale", async () => {
  const tasks = PUBLISHED_TABLE_1.tasks.map(taskLabel);
  for (const [table, experiment] of EXPERIMENTS.entries()) {
    const archive = await readArchive(archiveFile(experiment));
    const frame = await table1Frame(summarize([...archive.values()]));
    for (const [i, setting] of PUBLISHED_TABLE_1.settings.map(settingLabel).entries()) {
      const cells = tasks.map((task) => `${frame[`${task}: ours`].values[i]}`);
      const line = readme.split("\n").filter((line) => line.startsWith(`| ${setting} `))[table];
      assert.deepEqual(line.split("|").slice(2, -1).map((cell) => cell.trim()), cells);
    }
  }
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
  const [, told] = readme.replaceAll("\n", " ").match(
    /For scale, task by task (.*?)\. {2}All of these runs/,
  )!;
  const { tasks } = PUBLISHED_TABLE_1;
  const [short, long] = await Promise.all(
    [preset("pocket"), longerPreset("pocket")!].map(async (experiment) => {
      const baselines = summarizeBaselines(await readBaselines(experiment));
      const settings = summarize([...(await readArchive(archiveFile(experiment.name))).values()]);
      const find = (task: string, baseline: string) =>
        baselines.find((one) => one.task === task && one.baseline === baseline)!;
      const list = (baseline: string) => {
        const estimates = tasks.map((task) => testEstimate(find(task, baseline)));
        return `${estimates.slice(0, -1).join(", ")} and ${estimates.at(-1)}`;
      };
      const behind = (task: string, baseline: string) =>
        settings
          .filter((one) => one.task === task && one.testMean! < find(task, baseline).testMean)
          .map(({ setting }) => setting);
      return { find, list, behind };
    }),
  );
  for (
    const claim of [
      `most frequent answer gets ${short.list("majority")};`,
      `trained alike, ${short.list("logistic-regression")}, by means more`,
      `chosen anew, it gets ${long.list("logistic-regression")}, by means less than every setting there`,
      `nested, gets ${testEstimate(short.find("listops", "own-digits"))}, more than every`,
    ]
  ) assert(told.includes(claim), claim);

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
