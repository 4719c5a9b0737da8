import * as Plot from "@observablehq/plot";
import type { Display } from "../display.ts";
import { settingLabel } from "../labels.ts";
import { errorBand } from "./error_band.ts";
import { legendChart } from "./legend_chart.ts";
import { hollowLast, settingStyles } from "./setting_styles.ts";
import type { ChartText } from "./svg.ts";

/** A point, with the standard error of `y` where it is known. */
export interface SettingPoint {
  x: number;
  y: number;
  error?: number | null;
}

/** A setting's points, in the order of `x`. */
export interface SettingLine {
  setting: string;
  points: readonly SettingPoint[];
}

/**
 * A chart with a line for each setting, drawn as in all charts, with bands of standard errors, and a legend.
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
  return legendChart(lines.map(({ setting }) => [settingLabel(setting), styles.get(setting)!]), {
    height: 280,
    marginTop: 30,
    inset: 10,
    ...axes,
    marks: [
      ...marks,
      hollowLast(lines, styles).map(({ setting, points }) => {
        const { color, dash, symbol, filled } = styles.get(setting)!;
        const channels = { x: "x", y: "y", stroke: color } as const;
        const edge = (sign: number) => ({ y, error }: SettingPoint) => y + sign * error!;
        return [
          errorBand(points.filter(({ error }) => error != null), ({ x }) => x, edge, color),
          Plot.lineY(points, { ...channels, strokeWidth: 2, strokeDasharray: dash }),
          Plot.dot(points, { ...channels, symbol: symbol!, r: 4, fill: filled ? color : "none" }),
        ];
      }),
    ],
  }, text);
}
