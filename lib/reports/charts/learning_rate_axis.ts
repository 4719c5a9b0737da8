import * as Plot from "@observablehq/plot";
import { learningRateLabel } from "../labels.ts";

/** More labels than these would overlap. */
const MOST_LABELS = 12;

/** The horizontal axis of charts against learning rate: a tick for each; by itself Plot leaves labels out between decades. */
export function learningRateAxis(rates: Iterable<number>): Plot.Markish {
  const sorted = [...new Set(rates)].sort((a, b) => a - b), every = Math.ceil(sorted.length / MOST_LABELS);
  return Plot.axisX(sorted, { text: (rate, i) => i % every === 0 ? learningRateLabel(rate) : "" });
}
