import { LU_VERIFICATION, type PublishedTable } from "../../published/lu_2021.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import { tasksRates } from "../rates_in_words.ts";
import { scaleNote } from "../scale_note.ts";
import { warnings } from "../warnings.ts";

/**
 * The caption of a table that has our figures beside those of one of Lu et al. (2021).
 *
 * @param what What the figures are.
 * @param how What else there is to say of ours, and of theirs.
 */
export function luCaption(
  { rows, source }: PublishedTable,
  records: readonly RunRecord[],
  experiment: Experiment,
  { what, how }: { what: string; how: string },
): string {
  const shown = records.filter(({ setting }) => rows.some((row) => row.setting === setting));
  const rates = `ours at the learning rate that is best on validation of those tried (${
    tasksRates(experiment)
  })`;
  return `${what}, ${rates}, ${how}. ${scaleNote(experiment)}${
    warnings(shown)
  } Lu et al.: ${source}, ${LU_VERIFICATION}.`;
}
