import { summarize } from "../../analysis/summary.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, taskLabel, testEstimate } from "../labels.ts";
import { LU_LEARNING_RATE, type PublishedTable } from "../../published/lu_2021.ts";
import { luCaption } from "./lu_caption.ts";
import { rowsTable } from "./rows.ts";

/**
 * A table of Lu et al. (2021) with our figures beside theirs, for the tasks of `experiment`.
 *
 * @param records Of all settings that the table has.
 */
export async function luTable(
  published: PublishedTable,
  records: readonly RunRecord[],
  experiment: Experiment,
): Promise<Display> {
  const { title, rows } = published, summaries = summarize(records);
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
    caption: luCaption(published, records, experiment, {
      what: "Test accuracy in %",
      how: `± standard error over seeds, theirs at ${learningRateLabel(LU_LEARNING_RATE.value)}`,
    }),
  });
}
