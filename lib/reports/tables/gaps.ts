import { trainTestGaps } from "../../analysis/gap.ts";
import type { Estimate } from "../../analysis/statistics.ts";
import type { History } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, percentEstimate, settingLabel, taskLabel } from "../labels.ts";
import { UNVERIFIED } from "../../published/unverified.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/**
 * How much better each setting does on the training split than on the test split.
 *
 * @param remark What else there is to say of the runs, as further sentences of the caption, each after a space.
 */
export async function gapsTable(
  histories: readonly History[],
  experiment: ScaleOf,
  remark = "",
): Promise<Display> {
  const print = (estimate: Estimate | null) => estimate && percentEstimate(estimate);
  const rows = trainTestGaps(histories).map(({ task, setting, learningRate, train, test, gap, seen }) => ({
    "Task": taskLabel(task),
    "Setting": settingLabel(setting),
    "Learning rate": learningRateLabel(learningRate),
    "Train": print(train),
    "Test": print(test),
    "Gap": print(gap),
    "Seen": seen === null ? null : `${(100 * seen).toFixed(0)} %`,
  }));
  return await rowsTable(rows, {
    caption:
      "Accuracy in % on training and test examples, ± standard error over seeds, and their difference in points, at " +
      "the best learning rate and the best validation step; training examples without augmentation or dropout. Seen: of " +
      "how much of the training split a run had learned by then. Training accuracy is that of the split's first " +
      "examples, seen or not, so where little was seen the gap tells little; where none is given, examples are generated " +
      `without end. ${scaleNote(experiment)}${warnings(histories)}${remark} Published: ${UNVERIFIED.gaps}`,
    rowHeaders: 2,
  });
}
