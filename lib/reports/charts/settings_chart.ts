import * as Plot from "@observablehq/plot";
import type { Display } from "../display.ts";
import { settingLabel } from "../labels.ts";
import { legend } from "./legend.ts";
import { settingStyles } from "./setting_styles.ts";
import { CHART, chartDisplay, type ChartText } from "./svg.ts";

/** A setting's points, in the order of `x`. */
export interface SettingLine {
  setting: string;
  points: readonly { x: number; y: number }[];
}

/**
 * A chart with a line for each setting, drawn as in all charts, and a legend.
 *
 * @param axes Plot's options of the two axes.
 * @param marks What is drawn behind the lines.
 */
export function settingsChart(
  lines: readonly SettingLine[],
  axes: { x: Plot.ScaleOptions; y: Plot.ScaleOptions },
  text: ChartText,
  marks: Plot.Markish[] = [],
): Display {
  const styles = settingStyles(lines.map(({ setting }) => setting));
  const { svg, bottom } = legend(lines.map(({ setting }) => [settingLabel(setting), styles.get(setting)!]));
  const chart = Plot.plot({
    ...CHART,
    height: bottom + 280,
    marginTop: bottom + 30,
    inset: 10,
    ...axes,
    marks: [
      ...marks,
      lines.map(({ setting, points }) => {
        const { color, dash, symbol, filled } = styles.get(setting)!;
        const channels = { x: "x", y: "y", stroke: color } as const;
        return [
          Plot.lineY(points, { ...channels, strokeWidth: 2, strokeDasharray: dash }),
          Plot.dot(points, { ...channels, symbol: symbol!, r: 4, fill: filled ? color : "none" }),
        ];
      }),
    ],
  });
  chart.append(svg);
  return chartDisplay(chart, text);
}
