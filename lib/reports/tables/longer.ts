import { CLAIMS_WHEN_TUNED } from "../../analysis/claims.ts";
import { bestRuns, bestRunsOf, pairsBySeed } from "../../analysis/best_runs.ts";
import { endedAt } from "../../analysis/comparisons.ts";
import { countCutOff } from "../../analysis/cut_off.ts";
import { lateRise } from "../../analysis/late_quarters.ts";
import { type Estimate, estimate, mean } from "../../analysis/statistics.ts";
import { readBaselines } from "../../baselines/store.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History, RunRecord } from "../../sweeps/record.ts";
import { type Display, stack } from "../display.ts";
import { learningCurves } from "../charts/learning_curves.ts";
import { learningRateLabel, percentEstimate, points, settingLabel, taskLabel } from "../labels.ts";
import { note } from "../note.ts";
import { scaleNote } from "../scale_note.ts";
import { edgeWarning, warnings } from "../warnings.ts";
import { baselinesTable } from "./baselines.ts";
import { comparisonsTable } from "./comparisons.ts";
import { efficiencyTable } from "./efficiency.ts";
import { experimentTable } from "./experiment.ts";
import { gapsTable } from "./gaps.ts";
import { lateDifferencesTable } from "./late_differences.ts";
import { rowsTable } from "./rows.ts";
import { verdictsTable } from "./verdicts.ts";

/**
 * Shows something of the runs of `longer`.
 *
 * @param histories Those of `longer`, which is undefined where a scale has no such runs; a note says so.
 * @param main The runs of the main sweep.
 */
type ShowsLonger = (
  histories: readonly History[],
  longer: Experiment | undefined,
  main: readonly RunRecord[],
) => Promise<Display>;

/** @param show Is told what to remark on the learning rates. */
function ofLonger(
  show: (
    histories: readonly History[],
    longer: Experiment,
    remark: string,
    main: readonly RunRecord[],
  ) => Promise<Display>,
): ShowsLonger {
  return async (histories, longer, main) =>
    longer === undefined
      ? note("At this scale no runs are trained for longer than those above.")
      : await show(histories, longer, onLearningRates(histories, main), main);
}

/** How the longer runs are trained. */
export const longerExperiment = ofLonger((_histories, longer) => experimentTable(longer));

/**
 * What more steps bring: beside each setting's runs those of the main sweep at the same learning rate with the same
 * seeds; and the comparisons of settings that follow from them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { longerPreset, preset } from "../../sweeps/presets.ts";
 * import { longerTables } from "./longer.ts";
 *
 * const main = await historiesOf(preset("pocket")), longer = longerPreset("pocket")!;
 * const { bundle } = await longerTables(await historiesOf(longer), longer, main);
 * assert.match(bundle["text/plain"], /Test, main sweep +Test, trained for longer/);
 *
 * const none = await longerTables([], longerPreset("quick"), await historiesOf(preset("quick")));
 * assert.match(none.bundle["text/plain"], /^At this scale no runs are trained for longer/);
 * ```
 */
export const longerTables = ofLonger(async (histories, longer, remark, main) => {
  const rows = bestRuns(histories).map(({ task, setting, learningRate, runs }) => {
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
      "Late rise": pointsOf(lateRise(runs)),
    };
  });
  const outcome = await rowsTable(rows, {
    caption:
      "Test accuracy in %, ± standard error over seeds; steps are means over seeds. Seeds that were cut off ended at their " +
      "last step before early stopping, and more steps might have brought more. The late rise is that of validation accuracy from the third to the last quarter of the " +
      "most steps, in points, over the seeds that had evaluations in both. " +
      scaleNote(longer) + warnings(histories) + remark,
    rowHeaders: 2,
  });
  return stack(outcome, await comparisonsTable(histories, longer, remark));
});

/** How the longer runs got there, and whether settings were still gaining on each other. */
export const longerCurves = ofLonger(async (histories, longer, remark) =>
  stack(learningCurves(histories, longer), await lateDifferencesTable(histories, longer, remark))
);

/** What trivial baselines reach beside the longer runs, with as many steps where they are trained. */
export const longerBaselines = ofLonger(async (histories, longer, remark) => {
  const own = `${remark} That of the logistic regression was chosen anew.`;
  return await baselinesTable(await readBaselines(longer), histories, longer, own);
});

/** How soon the pretrained settings are as good as their random counterparts get with more steps. */
export const longerEfficiency = ofLonger(efficiencyTable);

/** How much better the longer runs do on the training split, of which they have seen more. */
export const longerGaps = ofLonger(gapsTable);

/** What the longer runs say of the claims about tuned settings: each has the main sweep's best learning rate. */
export const longerVerdicts = ofLonger((histories, longer, remark) =>
  verdictsTable(histories, longer, { claims: CLAIMS_WHEN_TUNED, remark })
);

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

const pointsOf = (rise: Estimate | null) => rise && points(rise.mean);

const meanOf = (steps: readonly number[]) => Math.round(mean(steps) ?? 0).toLocaleString("en");
