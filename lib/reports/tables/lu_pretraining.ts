import { compareAt, compareSettings } from "../../analysis/comparisons.ts";
import {
  decimalsOf,
  LU_LEARNING_RATE,
  LU_PARTS_PRETRAINED,
  LU_PARTS_RANDOM,
  LU_PARTS_SOURCE,
  LU_UNFREEZING,
  type PublishedTable,
} from "../../published/lu_2021.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History } from "../../sweeps/record.ts";
import { withinGrid } from "../../sweeps/within_grid.ts";
import type { Display } from "../display.ts";
import { differenceLabel, learningRateLabel, publishedPoints, settingLabel, taskLabel } from "../labels.ts";
import { luCaption } from "./lu_caption.ts";
import { rowsTable } from "./rows.ts";

/** Each setting with a pretrained body and the same with a random one, from the least trained to the most. */
const PAIRS = [...LU_PARTS_PRETRAINED.rows, ...LU_UNFREEZING.rows.slice(1)]
  .map(({ setting }) => [setting, setting.replace(/pretrained$/, "random")] as const);

/**
 * What pretraining brings as more of the transformer is trained: test accuracy with the pretrained body minus that with
 * the random one in percentage points, ours seed by seed with 95 % t intervals, at the one learning rate of Lu et al.
 * (2021) and with the best for each, beside what the rows of their tables differ by.
 *
 * @param histories Of the settings of {@linkcode LU_PARTS_PRETRAINED}, {@linkcode LU_PARTS_RANDOM} and
 * {@linkcode LU_UNFREEZING}, and of the latter with a random body; those beyond the experiment's grid only say whether a
 * best learning rate at its edge is the best of more.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { partsPreset, preset } from "../../sweeps/presets.ts";
 * import { luPretrainingTable } from "./lu_pretraining.ts";
 *
 * const experiment = partsPreset("quick");
 * const runs = [...await historiesOf(experiment), ...await historiesOf(preset("quick"))];
 * assert.match((await luPretrainingTable(runs, experiment)).bundle["text/plain"], /Both at 1e-3 +Each at its best/);
 * ```
 */
export async function luPretrainingTable(
  histories: readonly History[],
  experiment: Experiment,
): Promise<Display> {
  const records = withinGrid(histories, experiment), theirs = learningRateLabel(LU_LEARNING_RATE.value);
  const rows = experiment.tasks.flatMap(({ task: { name: task } }) =>
    compareSettings(records.filter((run) => run.task === task), PAIRS)
      .map(({ first, second, comparison }) => ({
        "Task": taskLabel(task),
        "What is trained": settingLabel(first.replace(/-pretrained$/, "")),
        [`Both at ${theirs}`]: differenceLabel(
          compareAt(records, task, LU_LEARNING_RATE.value, first, second),
        ),
        "Each at its best": differenceLabel(comparison),
        "Seeds": comparison?.n ?? 0,
        "Lu et al.": publishedPoints(
          accuracyIn(LU_PARTS_PRETRAINED, first, task),
          accuracyIn(LU_PARTS_RANDOM, second, task),
          decimalsOf(LU_PARTS_PRETRAINED),
        ),
      }))
  );
  const shown = {
    rows: PAIRS.flat().map((setting) => ({ setting })),
    source: LU_PARTS_SOURCE,
  };
  return await rowsTable(rows, {
    caption: luCaption(shown, histories, experiment, {
      what: "Test accuracy with the pretrained body minus that with the random one, in percentage points",
      how:
        `and both at ${theirs}, paired by seed, with 95 % t intervals; theirs of one run each at ${theirs}`,
    }),
    rowHeaders: 2,
  });
}

/** What a table has of a setting on a task. */
function accuracyIn({ rows }: PublishedTable, setting: string, task: string): number | undefined {
  return rows.find((row) => row.setting === setting)?.accuracies[task];
}
