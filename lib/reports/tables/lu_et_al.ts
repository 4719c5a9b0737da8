import { summarize } from "../../analysis/summary.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History } from "../../sweeps/record.ts";
import { withinGrid } from "../../sweeps/within_grid.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, taskLabel, testEstimate } from "../labels.ts";
import { decimalsOf, LU_LEARNING_RATE, type PublishedTable } from "../../published/lu_2021.ts";
import { luCaption } from "./lu_caption.ts";
import { rowsTable } from "./rows.ts";

/**
 * A table of Lu et al. (2021) with our figures beside theirs, for the tasks of `experiment`.
 *
 * @param histories Of all settings that the table has; those beyond the experiment's grid only say whether a best
 * learning rate at its edge is the best of more.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { LU_CONTROLS } from "../../published/lu_2021.ts";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { partsPreset, preset } from "../../sweeps/presets.ts";
 * import { luTable } from "./lu_et_al.ts";
 *
 * const experiment = partsPreset("quick");
 * const runs = [...await historiesOf(experiment), ...await historiesOf(preset("quick"))];
 * assert.match((await luTable(LU_CONTROLS, runs, experiment)).bundle["text/plain"], /Random with the statistics/);
 * ```
 */
export async function luTable(
  published: PublishedTable,
  histories: readonly History[],
  experiment: Experiment,
): Promise<Display> {
  const { title, rows } = published, summaries = summarize(withinGrid(histories, experiment));
  const tasks = experiment.tasks.map(({ task }) => task.name);
  const decimals = decimalsOf(published);
  const cells = rows.map(({ setting, label, accuracies, printed }) => {
    const row: Record<string, string | null> = { [title]: label };
    for (const task of tasks) {
      const ours = summaries.find((one) => one.task === task && one.setting === setting);
      row[`${taskLabel(task)}: ours`] = testEstimate(ours);
      row[`${taskLabel(task)}: Lu et al.`] = printed?.[task] ?? accuracies[task]?.toFixed(decimals) ?? null;
    }
    return row;
  });
  return await rowsTable(cells, {
    caption: luCaption(published, histories, experiment, {
      what: "Test accuracy in %",
      how: `± standard error over seeds, theirs at ${learningRateLabel(LU_LEARNING_RATE.value)}`,
    }),
  });
}
