import { bestRuns, bestRunsOf } from "../../analysis/best_runs.ts";
import { countCutOff } from "../../analysis/cut_off.ts";
import { reachOf } from "../../analysis/student_t.ts";
import { summarize, type Summary } from "../../analysis/summary.ts";
import type { History, RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { frame, runsFrame, table1Frame } from "./frames.ts";
import { duration, learningRateLabel, percent, publishedLabel, settingLabel, taskLabel } from "../labels.ts";
import { PUBLISHED_TABLE_1 } from "../../published/rothermel_2021.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { table } from "./table.ts";

const PUBLISHED = `Published: ${PUBLISHED_TABLE_1.source} (${PUBLISHED_TABLE_1.protocol}).`;

/**
 * Table 1: our test accuracy at the best learning rates beside that of Rothermel et al. (2021).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { table1 } from "./results.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await table1(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Frozen Random/);
 * ```
 */
export async function table1(records: readonly RunRecord[], experiment: ScaleOf): Promise<Display> {
  return table(await table1Frame(summarize(records)), {
    caption:
      `Test accuracy in % at the learning rate that is best on validation, ± standard error over seeds. ` +
      `Ours: ${scaleNote(experiment, PUBLISHED_TABLE_1.tasks)}${
        warnings(records, { shown: PUBLISHED_TABLE_1.tasks })
      } ` +
      `${PUBLISHED} Figures of different scales are not expected to agree; the order of the settings may.`,
  });
}

/**
 * The test accuracy of one run of ours beside the published one of its task and setting at its best learning rate.
 *
 * @param experiment That whose task and body the run has.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "../../sweeps/presets.ts";
 * import { besidePublished } from "./results.ts";
 *
 * const run = { task: "mnist", setting: "frozen-pretrained" };
 * const { bundle } = await besidePublished(run, { testAccuracy: 0.9, steps: 500 }, preset("quick"));
 * assert.match(bundle["text/plain"], /This run +90\.0\nPublished +98\.5 ± 0\.1/);
 * ```
 */
export async function besidePublished(
  { task, setting }: { task: string; setting: string },
  { testAccuracy, steps }: { testAccuracy: number | null; steps: number },
  experiment: ScaleOf,
): Promise<Display> {
  const published = PUBLISHED_TABLE_1.cells.find((cell) => cell.task === task && cell.setting === setting);
  const rows = [
    { figure: "This run", accuracy: testAccuracy === null ? null : percent(testAccuracy) },
    { figure: "Published", accuracy: published ? publishedLabel(published) : null },
  ];
  return table(await frame(rows), {
    caption:
      `Test accuracy in % on ${taskLabel(task)}, ${
        settingLabel(setting)
      }. This run is one of ${steps} gradient ` +
      `steps, whatever the scale says. ${scaleNote(experiment, [task])} ${PUBLISHED}`,
    columns: { figure: { label: "Figure" }, accuracy: { label: "Test accuracy (%)" } },
  });
}

/**
 * The best learning rate of each task and setting, with what speaks against trusting it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { bestLearningRatesTable } from "./results.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await bestLearningRatesTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Frozen Random/);
 * ```
 */
export async function bestLearningRatesTable(
  records: readonly History[],
  experiment: ScaleOf,
): Promise<Display> {
  const best = bestRuns(records);
  const rows = summarize(records).map((one) => ({
    ...one,
    bootstrap: bootstrapOf(one),
    interval: intervalOf(one),
    cutOff: countCutOff(bestRunsOf(best, one.task, one.setting)?.runs ?? []),
  }));
  return table(await frame(rows), {
    caption:
      "Best learning rates by mean validation accuracy over seeds; the smaller of equals. Accuracies in %; " +
      "intervals are of the test accuracy's mean over seeds; the bootstrap's goes, of three seeds, from the least to the " +
      "greatest and would hold the mean three times in four, not 95 times in 100. Seeds that were cut off ended at their " +
      "last step before early stopping. Where validation has no errors neither that nor the edge of the " +
      `grid is counted. ${scaleNote(experiment)}`,
    rowHeaders: 2,
    columns: {
      task: { label: "Task", print: taskLabel },
      setting: { label: "Setting", print: settingLabel },
      learningRate: { label: "Best learning rate", print: learningRateLabel },
      validationMean: { label: "Validation", print: percent },
      testMean: { label: "Test", print: percent },
      testError: { label: "Standard error", print: percent },
      interval: { label: "95 % interval: t" },
      bootstrap: { label: "95 % interval: bootstrap" },
      seeds: { label: "Seeds" },
      atGridEdge: {
        label: "At the edge of the grid",
        print: (edge: boolean) => edge ? "yes" : "no",
      },
      cutOff: { label: "Seeds cut off" },
      missing: { label: "Runs without a result" },
    },
  });
}

function intervalOf({ testMean, testError, seeds }: Summary): string | null {
  const reach = reachOf({ error: testError, n: seeds });
  return testMean === null || reach === null
    ? null
    : `${percent(testMean - reach)} to ${percent(testMean + reach)}`;
}

function bootstrapOf({ testLow, testHigh }: Summary): string | null {
  return testLow === null || testHigh === null ? null : `${percent(testLow)} to ${percent(testHigh)}`;
}

/**
 * Every run of a sweep.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { runsTable } from "./results.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await runsTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /1e-3/);
 * ```
 */
export async function runsTable(records: readonly RunRecord[], experiment: ScaleOf): Promise<Display> {
  return table(await runsFrame(records), {
    caption: `Every run; accuracies in % at the best validation step. ${scaleNote(experiment)}`,
    rowHeaders: 3,
    columns: {
      runId: { label: "Run" },
      task: { label: "Task", print: taskLabel },
      setting: { label: "Setting", print: settingLabel },
      learningRate: { label: "Learning rate", print: learningRateLabel },
      seed: { label: "Seed" },
      status: { label: "Status" },
      validationAccuracy: { label: "Validation", print: percent },
      testAccuracy: { label: "Test", print: percent },
      trainAccuracy: { label: "Train", print: percent },
      bestStep: { label: "Best step" },
      steps: { label: "Steps" },
      seconds: { label: "Time", print: duration },
    },
  });
}
