import { trainTestGaps } from "../../analysis/gap.ts";
import type { Estimate } from "../../analysis/statistics.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, percentEstimate, settingLabel, taskLabel } from "../labels.ts";
import { UNVERIFIED } from "../../published/unverified.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/** How much better each setting does on the examples that it was trained on. */
export async function gapsTable(records: readonly RunRecord[], experiment: ScaleOf): Promise<Display> {
  const print = (estimate: Estimate | null) => estimate && percentEstimate(estimate);
  const rows = trainTestGaps(records).map(({ task, setting, learningRate, train, test, gap }) => ({
    "Task": taskLabel(task),
    "Setting": settingLabel(setting),
    "Learning rate": learningRateLabel(learningRate),
    "Train": print(train),
    "Test": print(test),
    "Gap": print(gap),
  }));
  return await rowsTable(rows, {
    caption:
      "Accuracy in % on training and test examples, ± standard error over seeds, and their difference in points, at " +
      "the best learning rate and the best validation step; training examples without augmentation or dropout. " +
      `${scaleNote(experiment)}${warnings(records)} Published: ${UNVERIFIED.gaps}`,
    rowHeaders: 2,
  });
}
