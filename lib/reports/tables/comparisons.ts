import { compareSettings } from "../../analysis/comparisons.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { points, pointsInterval, settingLabel, taskLabel } from "../labels.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/**
 * The paper's comparisons of settings, seed by seed.
 *
 * @param remark What else there is to say of the runs, as further sentences of the caption, each after a space.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { comparisonsTable } from "./comparisons.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await comparisonsTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Unfrozen Pretrained − Frozen Pretrained/);
 * ```
 */
export async function comparisonsTable(
  records: readonly RunRecord[],
  experiment: ScaleOf,
  remark = "",
): Promise<Display> {
  const rows = compareSettings(records).map(({ task, first, second, comparison }) => ({
    task: taskLabel(task),
    pair: `${settingLabel(first)} \u2212 ${settingLabel(second)}`,
    difference: comparison && points(comparison.difference),
    interval: pointsInterval(comparison?.interval ?? null),
    p: comparison?.p?.toFixed(2) ?? null,
    seeds: comparison?.n ?? 0,
  }));
  return await rowsTable(rows, {
    caption:
      "Differences of test accuracy in percentage points, each setting at its best learning rate, paired by seed; " +
      "p of the exact two-sided sign-flip test, which with n seeds is at least 2 / 2^n, so never below 0.25 with three. " +
      "Intervals are of what seeds differ by, not of other test examples or another pretrained body, of which there is one, " +
      "and of twenty where settings do not differ about one is off 0 by chance. " +
      scaleNote(experiment) + warnings(records) + remark,
    rowHeaders: 2,
    columns: {
      task: { label: "Task" },
      pair: { label: "Difference of" },
      difference: { label: "Mean" },
      interval: { label: "95 % t interval" },
      p: { label: "p" },
      seeds: { label: "Seeds" },
    },
  });
}
