import { summarize } from "../../analysis/summary.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, taskLabel, testEstimate } from "../labels.ts";
import { LU_LEARNING_RATE, LU_VERIFICATION, type PublishedTable } from "../../published/lu_2021.ts";
import { tasksRates } from "../rates_in_words.ts";
import { scaleNote } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/**
 * A table of Lu et al. (2021) with our figures beside theirs, for the tasks of `experiment`.
 *
 * @param records Of all settings that the table has.
 */
export async function luTable(
  { title, source, rows }: PublishedTable,
  records: readonly RunRecord[],
  experiment: Experiment,
): Promise<Display> {
  const shown = records.filter(({ setting }) => rows.some((row) => row.setting === setting));
  const summaries = summarize(shown);
  const tasks = experiment.tasks.map(({ task }) => task.name);
  // A table without a decimal gives whole percents.
  const digits = rows.every(({ accuracies }) => Object.values(accuracies).every(Number.isInteger)) ? 0 : 1;
  const cells = rows.map(({ setting, label, accuracies }) => {
    const row: Record<string, string | null> = { [title]: label };
    for (const task of tasks) {
      const ours = summaries.find((one) => one.task === task && one.setting === setting);
      row[`${taskLabel(task)}: ours`] = testEstimate(ours);
      row[`${taskLabel(task)}: Lu et al.`] = accuracies[task]?.toFixed(digits) ?? null;
    }
    return row;
  });
  return await rowsTable(cells, {
    caption:
      `Test accuracy in %, ours at the learning rate that is best on validation of those tried (${
        tasksRates(experiment)
      }), ± standard error over seeds, theirs at ${learningRateLabel(LU_LEARNING_RATE.value)}. ` +
      `${scaleNote(experiment)}${warnings(shown)} Lu et al.: ${source}, ${LU_VERIFICATION}.`,
  });
}
