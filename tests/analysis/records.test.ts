import assert from "node:assert/strict";
import { join } from "node:path";
import { curves } from "../../lib/analysis/curves.ts";
import { computeEfficiency } from "../../lib/analysis/efficiency.ts";
import { summarize } from "../../lib/analysis/summary.ts";
import { dataDirectory } from "../../lib/files/paths.ts";
import { table1Frame } from "../../lib/reports/tables/frames.ts";
import { settingLabel, taskLabel } from "../../lib/reports/labels.ts";
import { readArchive } from "../../lib/sweeps/archive.ts";
import { readHistories } from "../../lib/sweeps/histories.ts";
import type { History } from "../../lib/sweeps/record.ts";

/*
 * The committed records once more, read as plain JSON and evaluated from their evaluations, without the library: what
 * a table says must follow from what the runs measured.
 */
interface Line {
  runId: string;
  task: string;
  setting: string;
  learningRate: number;
  seed: number;
  testAccuracy: number | null;
  bestStep: number | null;
  evaluations: { step: number; validationAccuracy: number }[];
}

/** In the midst of a sweep, the seeds that have run at fewer learning rates than others are left out. */
function withoutHalfSeeds(runs: Line[]): Line[] {
  const count = (seed: number) => runs.filter((run) => run.seed === seed).length;
  const most = Math.max(...runs.map(({ seed }) => count(seed)));
  return runs.filter(({ seed }) => count(seed) === most);
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const directory = join(dataDirectory, "records");
const files = [...Deno.readDirSync(directory)].map(({ name }) => name).filter((name) =>
  name.endsWith(".jsonl")
);

Deno.test("there are committed records", () => assert(files.includes("quick.jsonl")));

/** Those whose experiments have the paper's settings. */
const OF_THE_PAPER = files.filter((name) => !/-(parts|depth)\.jsonl$/.test(name));
/** And both settings of a pair that shares what is trained: the largest body has no pretrained weights. */
const OF_PAIRS = OF_THE_PAPER.filter((name) => !name.endsWith("-large.jsonl"));

async function read(name: string): Promise<{ lines: Line[]; histories: History[] }> {
  const path = join(directory, name);
  const lines = Deno.readTextFileSync(path).trim().split("\n").map((line) => JSON.parse(line));
  const archive = await readArchive(path);
  const runs = [...archive.values()].map(({ runId, config }) => ({ runId, config }));
  return { lines, histories: await readHistories(join(directory, "none"), runs, archive) };
}

for (const name of OF_THE_PAPER) {
  Deno.test(`${name}: the cells of Table 1 follow from the evaluations`, async () => {
    const { lines, histories } = await read(name);
    const frame = await table1Frame(summarize(histories));
    let compared = 0;
    const cells = Map.groupBy(lines, ({ task, setting }) => `${task} ${setting}`);
    for (const ofCell of cells.values()) {
      const { task, setting } = ofCell[0];
      if (!frame.columns.includes(`${taskLabel(task)}: ours`)) continue;
      const runs = withoutHalfSeeds(ofCell);
      // Smaller learning rates first, so that they win ties, as the library says they do.
      const rates = [...new Set(runs.map((run) => run.learningRate))].sort((a, b) => a - b);
      const at = (rate: number) => runs.filter((run) => run.learningRate === rate);
      const best = (run: Line) => Math.max(0, ...run.evaluations.map((one) => one.validationAccuracy));
      const scores = rates.map((rate) => mean(at(rate).map(best)));
      const chosen = at(rates[scores.findIndex((score) => score > Math.max(...scores) - 1e-9)]);
      const tests = chosen.map((run) => 100 * (run.testAccuracy ?? 0));
      const error = Math.sqrt(
        tests.reduce((sum, test) => sum + (test - mean(tests)) ** 2, 0) / (tests.length - 1) / tests.length,
      );
      const expected = tests.length > 1 ? [mean(tests), error] : [mean(tests)];
      const row = (frame["Setting"].values as string[]).indexOf(settingLabel(setting));
      if (row < 0) continue;
      const printed = (frame[`${taskLabel(task)}: ours`].values[row] as string).split(" ± ").map(Number);
      assert.equal(printed.length, expected.length);
      // Half of the last digit, and the rounding by which a number in the middle goes either way.
      printed.forEach((value, i) =>
        assert(Math.abs(value - expected[i]) < 0.05 + 1e-9, `${task} ${setting}`)
      );
      compared++;
    }
    assert(compared > 0);
  });
}

for (const name of files) {
  Deno.test(`${name}: best steps and the points of the curves follow from the evaluations`, async () => {
    const { lines, histories } = await read(name);
    for (const run of lines) {
      const best = run.evaluations.find(({ validationAccuracy }) =>
        validationAccuracy === Math.max(...run.evaluations.map((one) => one.validationAccuracy))
      );
      assert.equal(run.bestStep, best?.step ?? null, run.runId);
    }
    for (const { task, setting, learningRate, validation } of curves(histories)) {
      const runs = lines.filter((run) =>
        run.task === task && run.setting === setting && run.learningRate === learningRate
      );
      const bests = runs.map((run) => Math.max(0, ...run.evaluations.map((one) => one.validationAccuracy)));
      assert(Math.abs(validation!.mean - mean(bests)) < 1e-12);
    }
  });
}

for (const name of OF_PAIRS) {
  Deno.test(`${name}: compute efficiency follows from the evaluations`, async () => {
    const { lines, histories } = await read(name);
    const found = computeEfficiency(histories);
    assert(found.length > 0);
    for (const { task, pretrained, target, reached, effort } of found) {
      const { learningRate } = summarize(histories).find((row) =>
        row.task === task && row.setting === pretrained
      )!;
      const steps = withoutHalfSeeds(lines.filter((run) => run.task === task && run.setting === pretrained))
        .filter((run) => run.learningRate === learningRate)
        .map((run) => run.evaluations.find((one) => one.validationAccuracy >= target - 1e-9)?.step)
        .filter((step) => step !== undefined);
      assert.equal(reached, steps.length);
      if (reached > 0) assert(Math.abs(effort.steps!.mean - mean(steps)) < 1e-9);
    }
  });
}
