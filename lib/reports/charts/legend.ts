import * as Plot from "@observablehq/plot";
import type { LineStyle } from "./line_style.ts";
import { CHART, type SvgElement } from "./svg.ts";

const TOP = 16;
const ROW = 22;
const SAMPLE = 24;
const GAP = 5;
/** About the width of a letter, in pixels; names get the room they need. */
const LETTER = 7;

/** A line sample and a name for each style, in as many rows as they need. */
export function legend(
  entries: readonly [name: string, style: LineStyle][],
): { svg: SvgElement; bottom: number } {
  let left = 0, row = 0;
  const items = entries.map(([name, style]) => {
    const width = SAMPLE + GAP + LETTER * name.length + 2 * GAP;
    if (left > 0 && left + width > CHART.width) {
      left = 0;
      row++;
    }
    left += width;
    return { name, style, x: left - width, y: (row + 0.5) * ROW };
  });
  const height = (row + 1) * ROW;
  const svg = Plot.plot({
    ...CHART,
    height,
    ...{ marginTop: 0, marginRight: 0, marginBottom: 0, marginLeft: 0 },
    x: { domain: [0, CHART.width], axis: null },
    y: { domain: [height, 0], axis: null },
    marks: items.map(({ name, style: { color, dash, symbol, filled }, x, y }) => [
      Plot.line([[x, y], [x + SAMPLE, y]], { stroke: color, strokeWidth: 2, strokeDasharray: dash }),
      symbol &&
      Plot.dot([[x + SAMPLE / 2, y]], { r: 4, symbol, stroke: color, fill: filled ? color : "none" }),
      Plot.text([[x + SAMPLE + GAP, y]], { text: [name], textAnchor: "start" }),
    ]),
  }) as SvgElement;
  svg.setAttribute("y", String(TOP));
  return { svg, bottom: TOP + height };
}
