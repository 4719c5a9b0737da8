import { CLAIMS_WHEN_TUNED } from "../../analysis/claims.ts";
import { bestRuns, countRising, pairsBySeed } from "../../analysis/best_runs.ts";
import { endedAt } from "../../analysis/comparisons.ts";
import { estimate, mean } from "../../analysis/statistics.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History } from "../../sweeps/histories.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import { type Display, stack } from "../display.ts";
import { learningRateLabel, percentEstimate, settingLabel, taskLabel } from "../labels.ts";
import { note } from "../note.ts";
import { scaleNote } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { comparisonsTable } from "./comparisons.ts";
import { rowsTable } from "./rows.ts";
import { verdictsTable } from "./verdicts.ts";

const NONE = note("At this scale no runs are trained for longer than those above.");

/**
 * What more steps bring: the runs of `longer`, beside those of the main sweep at the same learning rates with the same
 * seeds; and the comparisons of settings that follow from them.
 *
 * @param longer Undefined where a scale has no such runs; a note says so.
 */
export async function longerTables(
  records: readonly RunRecord[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
): Promise<Display> {
  if (longer === undefined) return NONE;
  const rows = bestRuns(records).map(({ task, setting, learningRate, runs }) => {
    const shorter = endedAt(main, task, setting, learningRate);
    return {
      "Task": taskLabel(task),
      "Setting": settingLabel(setting),
      "Learning rate": learningRateLabel(learningRate),
      "Test, main sweep": estimateOf(pairsBySeed(runs, shorter, testOf).map(([, before]) => before)),
      "Test, trained for longer": estimateOf(runs.map(testOf)),
      "Seeds": runs.length,
      "Best step": meanOf(runs.map(({ bestStep }) => bestStep ?? 0)),
      "Steps": meanOf(runs.map(({ steps }) => steps)),
      "Seeds still rising at the end": countRising(runs),
    };
  });
  const outcome = await rowsTable(rows, {
    caption:
      "Test accuracy in % at the learning rate that was best on validation in the main sweep, ± standard error over " +
      "seeds; steps are means over seeds. With the longer runs' own best learning rates, settings might do better still. " +
      scaleNote(longer) + warnings(records),
    rowHeaders: 2,
  });
  return stack(outcome, await comparisonsTable(records, longer));
}

/** What the runs of `longer` say of the claims about tuned settings: each has the main sweep's best learning rate. */
export async function longerVerdicts(
  histories: readonly History[],
  longer: Experiment | undefined,
): Promise<Display> {
  return longer === undefined ? NONE : await verdictsTable(histories, longer, CLAIMS_WHEN_TUNED);
}

const testOf = ({ testAccuracy }: RunRecord) => testAccuracy ?? 0;

function estimateOf(accuracies: readonly number[]): string | null {
  const found = estimate(accuracies);
  return found && percentEstimate(found);
}

const meanOf = (steps: readonly number[]) => Math.round(mean(steps) ?? 0).toLocaleString("en");
