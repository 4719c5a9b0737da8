import { type BaselineSummary, regressionRuns, summarizeBaselines } from "../../analysis/baselines.ts";
import { summarize, type Summary } from "../../analysis/summary.ts";
import { signOf } from "../../analysis/tie.ts";
import type { Baseline, BaselineRecord } from "../../baselines/record.ts";
import { baselinesCommand } from "../../baselines/store.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, percent, settingLabel, taskLabel, testEstimate } from "../labels.ts";
import { note } from "../note.ts";
import { origins } from "../origins.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { edgeWarning, warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

const LABELS: Record<Baseline, string> = {
  "majority": "Majority class",
  "first-operator": "First operator",
  "all-digits": "All digits",
  "own-digits": "Own digits",
  "logistic-regression": "Logistic regression",
};

const EXPLANATION =
  "Majority class: always the most frequent answer of the training split. Logistic regression: on the whole input, of " +
  "ListOps on each position's symbol, trained as the settings are, at the learning rate that is best on validation. " +
  "ListOps, nesting ignored: the most frequent training answer by the first operator alone; this operator applied to " +
  "all digits of the expression; or to the digits among its own arguments, where it has any, else as by the operator alone.";

/**
 * What trivial baselines reach on each task, and which settings they are ahead of.
 *
 * @param baselines Those on record (see `readBaselines`); where there are none a note says how to make them.
 * @param records The runs that they are set beside.
 * @param remark What else there is to say of these, as further sentences of the caption, each after a space.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readBaselines } from "../../baselines/store.ts";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { baselinesTable } from "./baselines.ts";
 *
 * const experiment = preset("quick"), histories = await historiesOf(experiment);
 * const { bundle } = await baselinesTable(await readBaselines(experiment), histories, experiment);
 * assert.match(bundle["text/plain"], /ListOps +Majority class/);
 * ```
 */
export async function baselinesTable(
  baselines: readonly BaselineRecord[],
  records: readonly RunRecord[],
  experiment: ScaleOf,
  remark = "",
): Promise<Display> {
  const { name, tasks } = experiment, settings = summarize(records);
  const missing = tasks.map(({ task }) => task.name).filter((task) =>
    baselines.every((one) => one.task !== task)
  );
  const toCompute = `No baselines of ${missing.map(taskLabel).join(", ")} are on record at this scale: \`${
    baselinesCommand(name)
  }\` computes them.`;
  if (baselines.length === 0) return note(toCompute);
  return await rowsTable(summarizeBaselines(baselines).map((one) => rowOf(one, settings)), {
    caption:
      `Test accuracy in % of baselines that are no transformers, ± standard error over seeds, which rules do not have, ` +
      `beside the best and the worst of our settings, each at its best learning rate. ${EXPLANATION} Ahead of: by means. ` +
      scaleNote(experiment) + warnings(records) + remark + edgeWarning(regressionRuns(baselines)) +
      ` Baselines computed ${origins(baselines.map(({ provenance }) => provenance))}.` +
      (missing.length === 0 ? "" : ` ${toCompute}`),
    rowHeaders: 2,
  });
}

function rowOf(
  baseline: BaselineSummary,
  settings: readonly Summary[],
): Record<string, string | null> {
  const ofTask = settings
    .filter(({ task, testMean }) => task === baseline.task && testMean !== null)
    .sort((a, b) => b.testMean! - a.testMean!);
  const behind = ofTask.filter(({ testMean }) => signOf(baseline.testMean - testMean!) > 0);
  return {
    "Task": taskLabel(baseline.task),
    "Baseline": LABELS[baseline.baseline],
    "Learning rate": baseline.learningRate === null ? null : learningRateLabel(baseline.learningRate),
    "Test accuracy (%)": testEstimate(baseline),
    "Our best": settingsEstimate(ofTask, ofTask[0]),
    "Our worst": settingsEstimate(ofTask, ofTask.at(-1)),
    "Ahead of": ofTask.length === 0 ? null : behind.length === 0 ? "none" : namesOf(behind, ofTask),
  };
}

/** "Frozen Random 34.9 ± 0.5", or of all that tie with it "Frozen Random, Frozen Pretrained 34.9", "all 4 100.0". */
function settingsEstimate(ofTask: readonly Summary[], one: Summary | undefined): string | null {
  if (one === undefined) return null;
  const tied = ofTask.filter(({ testMean }) => signOf(testMean! - one.testMean!) === 0);
  if (tied.length === 1) return `${settingLabel(one.setting)} ${testEstimate(one)}`;
  return `${namesOf(tied, ofTask)} ${percent(one.testMean!)}`;
}

/** "Frozen Random, Frozen Pretrained", or "all 4". */
function namesOf(some: readonly Summary[], ofTask: readonly Summary[]): string {
  return some.length === ofTask.length
    ? `all ${some.length}`
    : some.map(({ setting }) => settingLabel(setting)).join(", ");
}
