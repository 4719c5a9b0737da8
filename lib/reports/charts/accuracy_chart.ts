import * as Plot from "@observablehq/plot";
import { bestRuns, bestRunsOf } from "../../analysis/best_runs.ts";
import { type CurvePoint, curves } from "../../analysis/curves.ts";
import { series } from "../../analysis/series.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import { describeCurves } from "./describe_curves.ts";
import { type Display, stack } from "../display.ts";
import { settingLabel, taskLabel } from "../labels.ts";
import { errorBand } from "./error_band.ts";
import { legendChart } from "./legend_chart.ts";
import { PUBLISHED_TABLE_1 } from "../../published/rothermel_2021.ts";
import { UNVERIFIED } from "../../published/unverified.ts";
import { learningRateAxis } from "./learning_rate_axis.ts";
import type { LineStyle } from "./line_style.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { hollowLast, settingStyles } from "./setting_styles.ts";

/**
 * Test accuracy against learning rate, a chart for each task and a line for each setting, as in Figure 1 of
 * Rothermel et al. (2021), with the learning rate of Lu et al. (2021) marked.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { accuracyCharts } from "./accuracy_chart.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = accuracyCharts(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /best by validation at/);
 * ```
 */
export function accuracyCharts(records: readonly RunRecord[], experiment: ScaleOf): Display {
  const tasks = [...Map.groupBy(records, ({ task }) => task)];
  return stack(...tasks.map(([task, ofTask]) => accuracyChart(task, ofTask, scaleNote(experiment, [task]))));
}

function accuracyChart(task: string, records: readonly RunRecord[], scale: string): Display {
  const points = curves(records), lines = series(points), best = bestRuns(records);
  const styles = settingStyles(lines.map(({ setting }) => setting));
  const published = PUBLISHED_TABLE_1.tasks.some((one) => one === task)
    ? ` Published: ${UNVERIFIED.figures}`
    : "";
  return legendChart(lines.map(({ setting }) => [settingLabel(setting), styles.get(setting)!]), {
    height: 330,
    marginTop: 30,
    inset: 10,
    x: { type: "log", label: "Learning rate →" },
    y: { nice: true, grid: true, label: `↑ Test accuracy on ${taskLabel(task)} (%)` },
    r: { type: "identity" },
    marks: [
      learningRateAxis(points),
      hollowLast(lines, styles).map(({ setting, members }) =>
        settingMarks(members, bestRunsOf(best, task, setting)?.learningRate, styles.get(setting)!)
      ),
    ],
  }, {
    title: `Test accuracy on ${taskLabel(task)} against learning rate`,
    description: describeCurves(records),
    caption: `${caption(points)} ${scale}${published}`,
  });
}

/** The line of a setting, with a band of standard errors where there are several seeds; both broken where nothing is known. */
function settingMarks(
  points: readonly CurvePoint[],
  best: number | undefined,
  { color, dash, symbol, filled }: LineStyle,
): Plot.Markish[] {
  const known = points.filter(({ test }) => test !== null);
  const x = ({ learningRate }: CurvePoint) => learningRate;
  const y = ({ test }: CurvePoint) => test === null ? NaN : 100 * test.mean;
  const edge = (sign: number) => ({ test }: CurvePoint) =>
    test === null || test.error === null ? NaN : 100 * (test.mean + sign * test.error);
  const fill = filled ? color : "none";
  return [
    errorBand(points, x, edge, color),
    Plot.lineY(points, { x, y, stroke: color, strokeWidth: 2, strokeDasharray: dash }),
    Plot.dot(known, {
      x,
      y,
      r: ({ learningRate }) => learningRate === best ? 7 : 4,
      symbol: symbol!,
      stroke: color,
      fill,
    }),
    Plot.dot(known.filter(({ diverged }) => diverged > 0), { x, y, r: 9, symbol: "times" }),
  ];
}

/** What the chart's signs stand for, as far as it has them. */
function caption(points: readonly CurvePoint[]): string {
  const seeds = points.flatMap(({ test }) => test === null ? [] : [test.n]);
  const fewest = Math.min(...seeds), most = Math.max(...seeds);
  const missing = points.reduce((sum, point) => sum + point.missing, 0);
  return [
    ...seeds.length > 0 ? ["Large symbols are the best learning rates by validation."] : [],
    ...most > 1
      ? [`Bands are ± standard error over ${fewest < most ? `${fewest} to ` : ""}${most} seeds.`]
      : [],
    ...most === 1 ? ["With one seed, errors are unknown."] : [],
    ...points.some(({ diverged }) => diverged > 0) ? ["A cross marks runs that diverged."] : [],
    ...missing > 0 ? [`Runs without a result: ${missing}.`] : [],
  ].join(" ");
}
