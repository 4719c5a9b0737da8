import * as Plot from "@observablehq/plot";
import { learningRateLabel } from "../labels.ts";
import { LU_LEARNING_RATE } from "../../published/lu_2021.ts";

/** The learning rate of Lu et al. (2021), marked on an axis of learning rates. */
export function markedLearningRate(): Plot.Markish[] {
  const { value, authors } = LU_LEARNING_RATE;
  return [
    Plot.ruleX([value], { strokeDasharray: "1 4", strokeLinecap: "round", strokeWidth: 2 }),
    Plot.text([value], {
      x: value,
      text: [`${authors}: ${learningRateLabel(value)}`],
      frameAnchor: "top",
      lineAnchor: "bottom",
      dy: -14,
    }),
  ];
}
