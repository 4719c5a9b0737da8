import { CLAIMS_WHEN_TUNED } from "../../analysis/claims.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "../../analysis/best_runs.ts";
import { endedAt } from "../../analysis/comparisons.ts";
import { countCutOff } from "../../analysis/cut_off.ts";
import { estimate, mean } from "../../analysis/statistics.ts";
import { readBaselines } from "../../baselines/store.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History, RunRecord } from "../../sweeps/record.ts";
import { type Display, stack } from "../display.ts";
import { learningCurves } from "../charts/learning_curves.ts";
import { learningRateLabel, percentEstimate, settingLabel, taskLabel } from "../labels.ts";
import { note } from "../note.ts";
import { scaleNote } from "../scale_note.ts";
import { edgeWarning, warnings } from "../warnings.ts";
import { baselinesTable } from "./baselines.ts";
import { comparisonsTable } from "./comparisons.ts";
import { efficiencyTable } from "./efficiency.ts";
import { gapsTable } from "./gaps.ts";
import { lateDifferencesTable } from "./late_differences.ts";
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
  records: readonly History[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
): Promise<Display> {
  if (longer === undefined) return NONE;
  const remark = onLearningRates(records, main);
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
      "Seeds cut off": countCutOff(runs),
    };
  });
  const outcome = await rowsTable(rows, {
    caption:
      "Test accuracy in %, ± standard error over seeds; steps are means over seeds. Seeds that were cut off ended at their " +
      "last step before early stopping, and more steps might have brought more. " +
      scaleNote(longer) + warnings(records) + remark,
    rowHeaders: 2,
  });
  return stack(outcome, await comparisonsTable(records, longer, remark));
}

/** How the runs of `longer` got there, and whether settings were still gaining on each other. */
export async function longerCurves(
  histories: readonly History[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
): Promise<Display> {
  if (longer === undefined) return NONE;
  return stack(
    learningCurves(histories, longer),
    await lateDifferencesTable(histories, longer, onLearningRates(histories, main)),
  );
}

/** What trivial predictors reach beside the runs of `longer`, with as many steps where they are trained. */
export async function longerBaselines(
  histories: readonly History[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
): Promise<Display> {
  if (longer === undefined) return NONE;
  const remark = `${onLearningRates(histories, main)} That of the logistic regression was chosen anew.`;
  return await baselinesTable(await readBaselines(longer), histories, longer, remark);
}

/** How soon the pretrained settings of `longer` are as good as their random counterparts get with more steps. */
export async function longerEfficiency(
  histories: readonly History[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
): Promise<Display> {
  return longer === undefined
    ? NONE
    : await efficiencyTable(histories, longer, onLearningRates(histories, main));
}

/** How much better the runs of `longer` do on the training split, of which they have seen more. */
export async function longerGaps(
  histories: readonly History[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
): Promise<Display> {
  return longer === undefined ? NONE : await gapsTable(histories, longer, onLearningRates(histories, main));
}

/** What the runs of `longer` say of the claims about tuned settings: each has the main sweep's best learning rate. */
export async function longerVerdicts(
  histories: readonly History[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
): Promise<Display> {
  if (longer === undefined) return NONE;
  const remark = onLearningRates(histories, main);
  return await verdictsTable(histories, longer, { claims: CLAIMS_WHEN_TUNED, remark });
}

/** How the learning rates of `records` were chosen in the main sweep, and what speaks against them. */
function onLearningRates(records: readonly RunRecord[], main: readonly RunRecord[]): string {
  const best = bestRuns(main);
  const others = bestRuns(records)
    .filter(({ task, setting, learningRate }) =>
      bestRunsOf(best, task, setting)?.learningRate !== learningRate
    )
    .map(({ task, setting }) => `${taskLabel(task)} ${settingLabel(setting)}`);
  const compared = main.filter(({ task, setting }) =>
    records.some((one) => one.task === task && one.setting === setting)
  );
  const exceptions = others.length === 0 ? "" : `, but for ${others.join(", ")}`;
  return ` Learning rates are those that were best on validation with the main sweep's fewer steps${exceptions}; others ` +
    `might do better now.${edgeWarning(compared)}`;
}

const testOf = ({ testAccuracy }: RunRecord) => testAccuracy ?? 0;

function estimateOf(accuracies: readonly number[]): string | null {
  const found = estimate(accuracies);
  return found && percentEstimate(found);
}

const meanOf = (steps: readonly number[]) => Math.round(mean(steps) ?? 0).toLocaleString("en");
