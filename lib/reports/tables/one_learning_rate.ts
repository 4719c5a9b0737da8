import { conclusions, type Tuned } from "../../analysis/counterfactual.ts";
import { flips } from "../../analysis/flips.ts";
import { atOneRate } from "../../analysis/one_learning_rate.ts";
import type { PairedComparison } from "../../analysis/paired.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, percent, points, settingLabel, taskLabel } from "../labels.ts";
import { LU_LEARNING_RATE } from "../../published/lu_2021.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable, withoutRows } from "./rows.ts";

/**
 * Where the order of two settings turns round between neighboring learning rates.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { flipsTable } from "./one_learning_rate.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await flipsTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Ahead before/);
 * ```
 */
export async function flipsTable(records: readonly RunRecord[], experiment: ScaleOf): Promise<Display> {
  const rows = flips(records).map(({ task, settings, from, to, before, after, clear }) => ({
    "Task": taskLabel(task),
    "Between": `${learningRateLabel(from)} and ${learningRateLabel(to)}`,
    "Ahead before": settingLabel(settings[0]),
    "Ahead after": settingLabel(settings[1]),
    "Lead before (points)": lead(before, 1),
    "Lead after (points)": lead(after, -1),
    "Beyond seeds": clear ? "yes" : "no",
  }));
  return await rowsTable(rows, {
    caption:
      "Where two settings change places by mean test accuracy, and by how much each leads. Beyond what seeds differ " +
      `by are flips with both leads' 95 % t intervals, seed by seed, above 0; of many intervals a few are so by chance. ${
        scaleNote(experiment)
      }${warnings(records)}`,
    rowHeaders: 2,
  }, withoutRows(records, "No two settings change places."));
}

/** By how much the first setting leads, or the second where `sign` is -1. */
function lead(comparison: PairedComparison | null, sign: 1 | -1): string | null {
  return comparison && points(sign * comparison.difference);
}

/**
 * What one would have concluded who gave all settings one learning rate.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { oneLearningRateTable } from "./one_learning_rate.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await oneLearningRateTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Best when each is tuned/);
 * ```
 */
export async function oneLearningRateTable(
  records: readonly RunRecord[],
  experiment: ScaleOf,
): Promise<Display> {
  const rows = atOneRate(records).map(({ task, learningRate, winners, accuracy, right, regret }) => ({
    "Task": taskLabel(task),
    "One learning rate for all": learningRateLabel(learningRate),
    "Best setting": winners.map(settingLabel).join(", "),
    "Its test accuracy (%)": percent(accuracy),
    "Best when each is tuned": right ? "yes" : "no",
    "Lost against tuning (points)": percent(regret),
  }));
  return await rowsTable(rows, {
    caption:
      "The best setting at each learning rate by mean test accuracy, and whether it is also the best when each setting " +
      "has the learning rate that is best for it on validation, by means and however close. A loss below 0: the test split " +
      "prefers another learning rate than validation chose. " +
      `${scaleNote(experiment)}${warnings(records)}`,
    rowHeaders: 2,
  }, withoutRows(records, "At no learning rate all settings have been run."));
}

const TUNED_LABELS: Record<Tuned, string> = {
  both: "both",
  frozen: "frozen only",
  unfrozen: "unfrozen only",
  neither: "neither",
};

/**
 * Frozen against unfrozen when both, one or neither has its learning rate tuned.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { tuningTable } from "./one_learning_rate.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await tuningTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Conclusion reversed/);
 * ```
 */
export async function tuningTable(records: readonly RunRecord[], experiment: ScaleOf): Promise<Display> {
  const { value, authors } = LU_LEARNING_RATE;
  const rows = conclusions(records, value).map(
    ({ task, unfrozen, frozen, tuned, comparison, reversed, clear }) => ({
      "Task": taskLabel(task),
      "Compared": `${settingLabel(unfrozen)} \u2212 ${settingLabel(frozen)}`,
      "Tuned": TUNED_LABELS[tuned],
      "Unfrozen": percent(comparison.means[0]),
      "Frozen": percent(comparison.means[1]),
      "Difference (points)": points(comparison.difference),
      "Conclusion reversed": reversed === null ? null : reversed ? "yes" : "no",
      "Beyond seeds": clear ? "yes" : "no",
    }),
  );
  return await rowsTable(rows, {
    caption: `Test accuracy in % where a side is tuned on validation or has ${authors}'s ` +
      `${learningRateLabel(value)}, and what that does to the conclusion, by means over seeds. Where with ` +
      "both sides tuned the 95 % t interval of the difference, seed by seed, includes 0, there is no conclusion to " +
      "reverse; of one seed, which has no interval, the sign decides. Beyond what seeds differ by are those where it is " +
      "off 0 both here and with both sides tuned. " +
      `${scaleNote(experiment)}${warnings(records)}`,
    rowHeaders: 3,
  }, withoutRows(records, "No unfrozen setting has a frozen one to be compared with."));
}
