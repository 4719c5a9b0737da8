import { LU_VERIFICATION, type PublishedTable } from "../../published/lu_2021.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History } from "../../sweeps/record.ts";
import { ofSameTasks, withinGrid } from "../../sweeps/within_grid.ts";
import { tasksRates } from "../rates_in_words.ts";
import { scaleNote } from "../scale_note.ts";
import { warnings } from "../warnings.ts";

/**
 * The caption of a table that has our figures beside those of one of Lu et al. (2021).
 *
 * @param histories Those within the experiment's grid that the figures are of, and others.
 * @param what What the figures are.
 * @param how What else there is to say of ours, and of theirs.
 */
export function luCaption(
  { rows, source, remark }: Pick<PublishedTable, "source" | "remark"> & {
    rows: readonly { setting: string }[];
  },
  histories: readonly History[],
  experiment: Experiment,
  { what, how }: { what: string; how: string },
): string {
  const ofRows = histories.filter(({ setting }) => rows.some((row) => row.setting === setting));
  const rates = `ours at the learning rate that is best on validation of those tried (${
    tasksRates({ ...experiment, settings: rows.map(({ setting }) => ({ name: setting })) })
  })`;
  return `${what}, ${rates}, ${how}. ${scaleNote(experiment)}${
    warnings(withinGrid(ofRows, experiment), { tried: ofSameTasks(ofRows, experiment) })
  } Lu et al.: ${source}, ${LU_VERIFICATION}.${remark === undefined ? "" : ` ${remark}`}`;
}
