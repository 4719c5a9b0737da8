import * as Plot from "@observablehq/plot";
import type { PretrainingMetrics } from "../../pretraining/pretrain.ts";
import type { Metrics } from "../../training/train.ts";
import type { Display } from "../display.ts";
import { legendChart } from "./legend_chart.ts";
import { BLUE, type LineStyle, VERMILION } from "./line_style.ts";

const TRAINING: LineStyle = { color: BLUE, dash: "none", symbol: null, filled: false };
const VALIDATION: LineStyle = { color: VERMILION, dash: "5 4", symbol: "diamond", filled: true };

interface Point {
  step: number;
  value: number;
}

/**
 * Training and validation loss against gradient steps.
 *
 * @param steps The end of the step axis.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { lossChart } from "./training_charts.ts";
 *
 * const { bundle } = lossChart([{ step: 10, loss: 2.25 }, { step: 20, loss: 1.5 }], 100);
 * assert.match(bundle["text/plain"], /from 2\.25 at step 10 to 1\.50 at step 20/);
 * ```
 */
export function lossChart(metrics: readonly Metrics[], steps: number): Display {
  const training = metrics.flatMap((one) => "loss" in one ? [{ step: one.step, value: one.loss }] : []);
  const validation = metrics.flatMap((one) =>
    "validationLoss" in one ? [{ step: one.step, value: one.validationLoss }] : []
  );
  return trainingChart({ training, validation }, steps, {
    quantity: "loss",
    y: { zero: true, label: "↑ Loss (nats)" },
    caption: "The training loss is measured with dropout and augmentation, the validation loss without.",
  });
}

/**
 * Bits per byte of a language model against gradient steps.
 *
 * @param metrics Those of validation alone, as pretraining.json keeps them, will do too.
 * @param steps The end of the step axis.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { bitsPerByteChart } from "./training_charts.ts";
 *
 * const { bundle } = bitsPerByteChart([{ step: 0, validationBitsPerByte: 8 }], 100);
 * assert.match(bundle["text/plain"], /from 8\.00 at step 0/);
 * ```
 */
export function bitsPerByteChart(metrics: readonly PretrainingMetrics[], steps: number): Display {
  const training = metrics.flatMap((one) =>
    "bitsPerByte" in one ? [{ step: one.step, value: one.bitsPerByte }] : []
  );
  const validation = metrics.flatMap((one) =>
    "validationBitsPerByte" in one ? [{ step: one.step, value: one.validationBitsPerByte }] : []
  );
  return trainingChart({ training, validation }, steps, {
    quantity: "bits per byte",
    y: { type: "log", nice: false, label: "↑ Bits per byte" },
    axis: Plot.axisY({ text: String }), // by itself Plot leaves labels out
    caption: "Validation looks at a part of the validation text, in windows as long as those of training.",
  });
}

/** A line for each of the two of which something is known. */
function trainingChart(
  { training, validation }: { training: Point[]; validation: Point[] },
  steps: number,
  { quantity, y, axis, caption }: {
    quantity: string;
    y: Plot.ScaleOptions;
    axis?: Plot.Markish;
    caption: string;
  },
): Display {
  const known = ([["Training", TRAINING, training], ["Validation", VALIDATION, validation]] as const)
    .filter(([, , points]) => points.length > 0);
  return legendChart(known.map(([name, style]) => [name, style]), {
    height: 240,
    marginTop: 12,
    x: { domain: [0, steps], label: "Gradient step →" },
    y: { nice: true, grid: true, ...y },
    marks: [axis, known.map(([, style, points]) => line(points, style))],
  }, {
    title: `${quantity[0].toUpperCase()}${quantity.slice(1)} against gradient steps`,
    description: known.length === 0
      ? "Nothing is known yet."
      : known.map(([name, , points]) => describe(`${name} ${quantity}`, points)).join(" "),
    caption,
  });
}

function line(points: readonly Point[], { color, dash, symbol }: LineStyle): Plot.Markish[] {
  const channels = { x: "step", y: "value", stroke: color };
  return [
    Plot.lineY(points, { ...channels, strokeWidth: 2, strokeDasharray: dash }),
    symbol && Plot.dot(points, { ...channels, symbol, fill: color, r: 4 }),
  ];
}

function describe(name: string, points: readonly Point[]): string {
  const at = ({ step, value }: Point) => `${value.toFixed(2)} at step ${step}`;
  const lowest = points.reduce((least, point) => point.value < least.value ? point : least),
    last = points.at(-1)!;
  return `${name}: from ${at(points[0])} to ${at(last)}${lowest === last ? "" : `, least ${at(lowest)}`}.`;
}
