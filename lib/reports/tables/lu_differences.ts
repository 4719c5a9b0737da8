import { compareSettings } from "../../analysis/comparisons.ts";
import { decimalsOf, LU_LEARNING_RATE, type PublishedTable } from "../../published/lu_2021.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History } from "../../sweeps/record.ts";
import { withinGrid } from "../../sweeps/within_grid.ts";
import type { Display } from "../display.ts";
import { learningRateLabel, points, pointsInterval, publishedPoints, taskLabel } from "../labels.ts";
import { luCaption } from "./lu_caption.ts";
import { rowsTable } from "./rows.ts";

/** The rows that each row is compared with, of `i` rows above it. */
const OVER = {
  "first row": () => [0],
  "row above": (i: number) => [i - 1],
  "rows above": (i: number) => [...Array(i).keys()],
};

/**
 * What each row of a table of Lu et al. (2021) gains over others, ours seed by seed, with theirs beside it.
 *
 * @param histories Of all settings that the table has; those beyond the experiment's grid only say whether a best
 * learning rate at its edge is the best of more.
 * @param over What each row is compared with.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { LU_CONTROLS } from "../../published/lu_2021.ts";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { partsPreset, preset } from "../../sweeps/presets.ts";
 * import { luDifferencesTable } from "./lu_differences.ts";
 *
 * const experiment = partsPreset("quick");
 * const runs = [...await historiesOf(experiment), ...await historiesOf(preset("quick"))];
 * const { bundle } = await luDifferencesTable(LU_CONTROLS, runs, experiment, "rows above");
 * assert.match(bundle["text/plain"], /Random \u2212 Pretrained/);
 * ```
 */
export async function luDifferencesTable(
  published: PublishedTable,
  histories: readonly History[],
  experiment: Experiment,
  over: keyof typeof OVER,
): Promise<Display> {
  const { rows } = published, records = withinGrid(histories, experiment);
  const pairs = rows.slice(1).flatMap((row, i) =>
    OVER[over](i + 1).map((other) => [row, rows[other]] as const)
  );
  const cells = experiment.tasks.flatMap(({ task: { name: task } }) => {
    const compared = compareSettings(
      records.filter((run) => run.task === task),
      pairs.map(([row, other]) => [row.setting, other.setting]),
    );
    return compared.map(({ comparison }, i) => {
      const [row, other] = pairs[i];
      return {
        "Task": taskLabel(task),
        "Difference of": `${row.label} \u2212 ${other.label}`,
        "Ours": comparison && points(comparison.difference),
        "95 % t interval": pointsInterval(comparison?.interval ?? null),
        "Seeds": comparison?.n ?? 0,
        "Lu et al.": publishedPoints(row.accuracies[task], other.accuracies[task], decimalsOf(published)),
      };
    });
  });
  return await rowsTable(cells, {
    caption: luCaption(published, histories, experiment, {
      what: "Differences of test accuracy in percentage points",
      how: `paired by seed, theirs of one run each at ${learningRateLabel(LU_LEARNING_RATE.value)}`,
    }),
    rowHeaders: 2,
  });
}
