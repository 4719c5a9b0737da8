import { lateDifferences } from "../../analysis/late_differences.ts";
import type { History } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { points, pointsInterval, settingLabel, taskLabel } from "../labels.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/**
 * Whether settings were still gaining on each other when training ended.
 *
 * @param remark What else there is to say of the runs, as further sentences of the caption, each after a space.
 */
export async function lateDifferencesTable(
  histories: readonly History[],
  experiment: ScaleOf,
  remark = "",
): Promise<Display> {
  const rows = lateDifferences(histories).map((
    { task, first, second, third, last, change, cutOff, runs },
  ) => ({
    "Task": taskLabel(task),
    "Difference of": `${settingLabel(first)} \u2212 ${settingLabel(second)}`,
    "Third quarter": points(third),
    "Last quarter": points(last),
    "Change": points(change.difference),
    "95 % t interval": pointsInterval(change.interval),
    "Seeds": change.n,
    "Runs cut off": `${cutOff} of ${runs}`,
  }));
  return await rowsTable(rows, {
    caption:
      "Differences of validation accuracy in percentage points in the third and in the last quarter of the most steps, means " +
      "over the evaluations in it, paired by seed, and how much they changed. Where runs were cut off by their last step, a " +
      "lead that shrank might turn with more. " +
      scaleNote(experiment) + warnings(histories) + remark,
    rowHeaders: 2,
  });
}
