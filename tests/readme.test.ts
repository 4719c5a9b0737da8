import assert from "node:assert/strict";
import { join } from "node:path";
import { summarize } from "../lib/analysis/summary.ts";
import { root } from "../lib/files/paths.ts";
import { PUBLISHED_TABLE_1 } from "../lib/published/rothermel_2021.ts";
import { settingLabel, taskLabel } from "../lib/reports/labels.ts";
import { table1Frame } from "../lib/reports/tables/frames.ts";
import { archiveFile, readArchive } from "../lib/sweeps/archive.ts";

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

Deno.test("the README's task of one's own trains", async () => {
  const [, code] = readme.match(/```ts\n(.*?)```/s)!;
  const path = await Deno.makeTempFile({ dir: root, prefix: "readme-", suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, code);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--check", path],
      env: { UTR_BACKEND: "cpu" },
    }).output();
    const accuracy = Number(new TextDecoder().decode(stdout));
    assert(accuracy > 0 && accuracy <= 1, `${accuracy}`);
  } finally {
    await Deno.remove(path);
  }
});
