import * as Plot from "@observablehq/plot";
import type { Metrics } from "../../training/train.ts";
import type { Display } from "../display.ts";
import { legend } from "./legend.ts";
import { BLUE, type LineStyle, VERMILION } from "./line_style.ts";
import { CHART, chartDisplay } from "./svg.ts";

const TRAINING: LineStyle = { color: BLUE, dash: "none", symbol: null, filled: false };
const VALIDATION: LineStyle = { color: VERMILION, dash: "5 4", symbol: "diamond", filled: true };

interface Loss {
  step: number;
  loss: number;
}

/**
 * Training and validation loss against gradient steps.
 *
 * @param steps The end of the step axis.
 */
export function lossChart(metrics: readonly Metrics[], steps: number): Display {
  const training = metrics.flatMap((one): Loss[] => "loss" in one ? [one] : []);
  const validation = metrics.flatMap((one): Loss[] =>
    "validationLoss" in one ? [{ step: one.step, loss: one.validationLoss }] : []
  );
  const { svg, bottom } = legend([["Training", TRAINING], ["Validation", VALIDATION]]);
  const chart = Plot.plot({
    ...CHART,
    height: bottom + 240,
    marginTop: bottom + 12,
    x: { domain: [0, steps], label: "Gradient step →" },
    y: { nice: true, zero: true, grid: true, label: "↑ Loss (nats)" },
    marks: [
      lossLine(training, TRAINING),
      lossLine(validation, VALIDATION),
    ],
  });
  chart.append(svg);
  return chartDisplay(chart, {
    title: "Loss against gradient steps",
    description: `${describe("Training", training)} ${describe("Validation", validation)}`,
    caption: "The training loss is measured with dropout and augmentation, the validation loss without.",
  });
}

function lossLine(losses: readonly Loss[], { color, dash, symbol }: LineStyle): Plot.Markish[] {
  const channels = { x: "step", y: "loss", stroke: color };
  return [
    Plot.lineY(losses, { ...channels, strokeWidth: 2, strokeDasharray: dash }),
    symbol && Plot.dot(losses, { ...channels, symbol, fill: color, r: 4 }),
  ];
}

function describe(split: string, losses: readonly Loss[]): string {
  const first = losses.at(0), last = losses.at(-1);
  if (first === undefined || last === undefined) return `${split} loss is not known yet.`;
  const at = ({ step, loss }: Loss) => `${loss.toFixed(2)} at step ${step}`;
  return `${split} loss goes from ${at(first)} to ${at(last)}.`;
}
