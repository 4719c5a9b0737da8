import { trainTestGaps } from "../../analysis/gap.ts";
import type { Estimate } from "../../analysis/statistics.ts";
import type { History } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, percentEstimate, settingLabel, taskLabel } from "../labels.ts";
import { LU_GAPS, LU_VERIFICATION } from "../../published/lu_2021.ts";
import { UNVERIFIED } from "../../published/unverified.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/**
 * How much better each setting does on the training split than on the test split.
 *
 * @param remark What else there is to say of the runs, as further sentences of the caption, each after a space.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { gapsTable } from "./gaps.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await gapsTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Train examples/);
 * ```
 */
export async function gapsTable(
  histories: readonly History[],
  experiment: ScaleOf,
  remark = "",
): Promise<Display> {
  const print = (estimate: Estimate | null) => estimate && percentEstimate(estimate);
  const rows = trainTestGaps(histories).map((one) => ({
    "Task": taskLabel(one.task),
    "Setting": settingLabel(one.setting),
    "Learning rate": learningRateLabel(one.learningRate),
    "Train": print(one.train),
    "Test": print(one.test),
    "Gap": print(one.gap),
    "Train examples": one.trainExamples.toLocaleString("en"),
    "Seen": one.seen === null ? null : `${(100 * one.seen).toFixed(0)} %`,
  }));
  return await rowsTable(rows, {
    caption:
      "Accuracy in % on training and test examples, ± standard error over seeds, and their difference in points, at " +
      "the best learning rate and the best validation step; training examples without augmentation or dropout. Seen: of " +
      "how much of the training split a run had learned by then. Where nothing is given, examples are " +
      "generated without end. Training accuracy is that of the split's first examples, as many as the table says, seen or " +
      "not, so where little was seen the gap tells little. They are the same for all seeds: ± leaves out that others would " +
      `have given another accuracy, with a standard error of up to 1.6 points of 1,000 examples and 1.1 of 2,000; the same holds of the test split. ${
        scaleNote(experiment)
      }${warnings(histories)}${remark} Published: ${UNVERIFIED.gaps} ${publishedGaps()}`,
    rowHeaders: 2,
  });
}

/** What Lu et al. (2021) saw on both splits, in words. */
function publishedGaps(): string {
  const { task, rows, source } = LU_GAPS;
  const figures = rows.map(({ label, test, train }) => `${label} ${train} and ${test}`).join(", ");
  const what = `training and test accuracy in % on ${taskLabel(task)}`;
  return `Lu et al., ${what}: ${figures}; ${source}, ${LU_VERIFICATION}.`;
}
