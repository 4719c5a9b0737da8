import { bestRuns } from "../../analysis/best_runs.ts";
import { type CurvePoint, curves } from "../../analysis/curves.ts";
import { series } from "../../analysis/series.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import { learningRateLabel, percentEstimate, settingLabel } from "../labels.ts";

/**
 * Curves in words, for those who cannot see the chart: of each setting every accuracy, and where it is best.
 *
 * @param records Those of one task.
 */
export function describeCurves(records: readonly RunRecord[]): string {
  return series(records).map(({ setting, members }) => describe(setting, members)).join(" ");
}

function describe(setting: string, runs: readonly RunRecord[]): string {
  const points = curves(runs), [chosen] = bestRuns(runs);
  const best = points.find(({ learningRate }) => learningRate === chosen?.learningRate);
  if (best === undefined) return `${settingLabel(setting)}: no results yet.`;
  const all = points.map((point) => `${accuracy(point)} at ${learningRateLabel(point.learningRate)}`);
  return `${settingLabel(setting)}: best by validation at ${learningRateLabel(best.learningRate)} with ` +
    `${accuracy(best)} on the test split; ${all.join(", ")}.`;
}

function accuracy({ test, diverged }: CurvePoint): string {
  if (test === null) return "no result";
  return `${percentEstimate(test)} %${diverged > 0 ? " (diverged)" : ""}`;
}
