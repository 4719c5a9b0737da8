import * as Plot from "@observablehq/plot";
import type { Display } from "../display.ts";
import { legend } from "./legend.ts";
import type { LineStyle } from "./line_style.ts";
import { CHART, chartDisplay, type ChartText } from "./svg.ts";

/**
 * A chart that Plot draws beneath the legend of its lines.
 *
 * @param entries The names and styles of the lines.
 * @param options Plot's; `height` and `marginTop` are those of the chart without the legend.
 */
export function legendChart(
  entries: readonly [name: string, style: LineStyle][],
  { height, marginTop, ...options }: Plot.PlotOptions & { height: number; marginTop: number },
  text: ChartText,
): Display {
  const { svg, bottom } = legend(entries);
  const chart = Plot.plot({ ...CHART, ...options, height: bottom + height, marginTop: bottom + marginTop });
  chart.append(svg);
  return chartDisplay(chart, text);
}
