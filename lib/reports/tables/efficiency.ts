import { computeEfficiency, type Efficiency, type Effort } from "../../analysis/efficiency.ts";
import type { History } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { duration, flopsLabel, percent, settingLabel, taskLabel } from "../labels.ts";
import { LU_STEPS, LU_VERIFICATION } from "../../published/lu_2021.ts";
import { UNVERIFIED } from "../../published/unverified.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable, withoutRows } from "./rows.ts";

/**
 * How soon pretrained settings are as good as their random counterparts ever get (the paper's Table 2).
 *
 * @param remark What else there is to say of the runs, as further sentences of the caption, each after a space.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { efficiencyTable } from "./efficiency.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await efficiencyTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Times fewer steps/);
 * ```
 */
export async function efficiencyTable(
  histories: readonly History[],
  experiment: ScaleOf,
  remark = "",
): Promise<Display> {
  const rows = computeEfficiency(histories).map((one) => ({
    "Task": taskLabel(one.task),
    "Setting": settingLabel(one.pretrained),
    "Validation to reach (%)": percent(one.target),
    "Seeds that reach it": `${one.reached} of ${one.seeds}`,
    // Of those that get there alone the means would be of the quick ones.
    ...effortColumns("Pretrained", one.reached === one.seeds ? one.effort : UNKNOWN),
    ...effortColumns("Random", one.randomEffort),
    "Random cut off": `${one.randomCutOff} of ${one.randomSeeds}`,
    "Random seeds at the pretrained one's best": `${one.randomReached} of ${one.randomSeeds}`,
    "Times fewer steps": timesFewer(one),
    "Lu et al.": publishedSpeedup(one),
  }));
  return await rowsTable(rows, {
    caption:
      "What it takes until a pretrained setting has the best validation accuracy of its random counterpart, and what " +
      "that one took itself, each setting at its best learning rate: means over seeds, of the pretrained one where all get " +
      "there. Steps are " +
      "known to the interval between evaluations; FLOPs are those of matrix products and the gradients needed, " +
      "of ListOps as if every expression had the maximum length; time is, " +
      "for both, that of the median step, evaluations included, of the runs that train the same parts and were made by the " +
      "same code as the pretrained ones: rows may be of different machines; times fewer steps are the " +
      "geometric mean over seeds, and where the pretrained one was there at its first evaluation the least (≥) that the " +
      "intervals leave, if it is not 0. A random one that was cut off, by the last step before early " +
      "stopping and with errors left on validation, might get further, and later. " +
      `${scaleNote(experiment)}${
        warnings(histories)
      }${remark} Published: ${UNVERIFIED.efficiency} Lu et al.: ` +
      `times fewer steps until both had converged; ${LU_STEPS.source}, ${LU_VERIFICATION}.`,
    rowHeaders: 2,
  }, withoutRows(histories, "No pretrained setting has a random one to be compared with."));
}

/** Nobody looked before the first evaluation: a pretrained setting that was there then has a lower bound only. */
function timesFewer({ pairs, speedup, leastSpeedup }: Efficiency): string | null {
  if (speedup === null || leastSpeedup === null) return null;
  if (pairs.every(([, pretrained]) => pretrained.after > 0)) return speedup.toFixed(1);
  return leastSpeedup === 0 ? null : `≥ ${leastSpeedup.toFixed(1)}`;
}

/** How many times fewer steps the frozen pretrained transformer took Lu et al. (2021); null of other settings. */
function publishedSpeedup({ task, pretrained }: Efficiency): string | null {
  const published = LU_STEPS.rows.find((row) => row.task === task);
  if (published === undefined || pretrained !== "frozen-pretrained") return null;
  return String(published["frozen-random"] / published["frozen-pretrained"]);
}

const UNKNOWN: Effort = { steps: null, flops: null, seconds: null };

function effortColumns(name: string, { steps, flops, seconds }: Effort): Record<string, string | null> {
  return {
    [`${name}: steps`]: steps && Math.round(steps.mean).toLocaleString("en"),
    [`${name}: FLOPs`]: flops && flopsLabel(flops.mean),
    [`${name}: time`]: seconds && duration(seconds.mean),
  };
}
