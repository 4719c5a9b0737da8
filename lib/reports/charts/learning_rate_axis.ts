import * as Plot from "@observablehq/plot";
import { learningRateLabel } from "../labels.ts";
import { LU_LEARNING_RATE } from "../../published/lu_2021.ts";

/** More labels than these would overlap. */
const MOST_LABELS = 12;

/**
 * The horizontal axis of charts against learning rate, with that of Lu et al. (2021) marked: a tick for each learning rate,
 * as by itself Plot leaves labels out between decades.
 */
export function learningRateAxis(points: readonly { learningRate: number }[]): Plot.Markish[] {
  const { value, authors } = LU_LEARNING_RATE;
  const rates = [...new Set([...points.map(({ learningRate }) => learningRate), value])].sort((a, b) =>
    a - b
  );
  const every = Math.ceil(rates.length / MOST_LABELS);
  return [
    Plot.axisX(rates, { text: (rate, i) => i % every === 0 ? learningRateLabel(rate) : "" }),
    Plot.ruleX([value], { strokeDasharray: "1 4", strokeLinecap: "round", strokeWidth: 2 }),
    Plot.text([value], {
      x: value,
      text: [`${authors}: ${learningRateLabel(value)}`],
      frameAnchor: "top",
      lineAnchor: "bottom",
      dy: -14,
      textAnchor: rates.length > 1 && value === rates.at(-1) ? "end" : "middle", // there is no room on the right
    }),
  ];
}
