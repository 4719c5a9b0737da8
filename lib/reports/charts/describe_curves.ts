import { type CurvePoint, series } from "../../analysis/curves.ts";
import { bestLearningRate } from "../../analysis/best_learning_rate.ts";
import { learningRateLabel, percentEstimate, settingLabel } from "../labels.ts";

/**
 * Curves in words, for those who cannot see the chart: of each setting every accuracy, and where it is best.
 *
 * @param points Those of one task.
 */
export function describeCurves(points: readonly CurvePoint[]): string {
  return series(points).map(({ setting, members }) => describe(setting, members)).join(" ");
}

function describe(setting: string, points: readonly CurvePoint[]): string {
  const best = bestLearningRate(points);
  if (best === undefined) return `${settingLabel(setting)}: no results yet.`;
  const all = points.map((point) => `${accuracy(point)} at ${learningRateLabel(point.learningRate)}`);
  return `${settingLabel(setting)}: best by validation at ${learningRateLabel(best.learningRate)} with ` +
    `${accuracy(best)} on the test split; ${all.join(", ")}.`;
}

function accuracy({ test, diverged }: CurvePoint): string {
  if (test === null) return "no result";
  return `${percentEstimate(test)} %${diverged > 0 ? " (diverged)" : ""}`;
}
