import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import type { PretrainingMetrics } from "../../../lib/pretraining/pretrain.ts";
import { bitsPerByteChart, lossChart } from "../../../lib/reports/charts/training_charts.ts";

const METRICS = [
  { step: 10, loss: 2.25 },
  { step: 20, loss: 1.5 },
  { step: 20, validationLoss: 1.75, validationAccuracy: 0.25 },
];

Deno.test("training and validation loss are two lines, and told in words", () => {
  const { bundle } = lossChart(METRICS, 100);
  assert.match(bundle["text/html"], /role="img"/);
  const [, start, end] = /aria-label="line"><path d="M([\d.]+),[\d.]+L([\d.]+),/.exec(bundle["text/html"])!;
  // Step 20 of 100, on an axis that begins at the left margin.
  assert(
    Math.abs((Number(end) - 48) / (Number(start) - 48) - 2) < 0.02 && Number(end) < 48 + 0.2 * (640 - 48),
  );
  assert.match(bundle["text/plain"], /Training loss: from 2\.25 at step 10 to 1\.50 at step 20\./);
  assert.match(bundle["text/plain"], /Validation loss: from 1\.75 at step 20 to 1\.75 at step 20\./);
});

Deno.test("before the first metrics the chart is empty", () => {
  assert.match(lossChart([], 100).bundle["text/plain"], /Nothing is known yet\./);
});

Deno.test("bits per byte are drawn of validation alone where nothing else is kept", () => {
  const text = bitsPerByteChart([
    { step: 0, validationBitsPerByte: 8 },
    { step: 500, validationBitsPerByte: 2.5 },
  ], 500).bundle["text/plain"];
  assert.match(
    text,
    /^Bits per byte against gradient steps\nValidation bits per byte: from 8\.00 at step 0 to 2\.50/,
  );
});

Deno.test("the axis of bits per byte has labels, however little they change", () => {
  const metrics = [8.0, 5.2, 4.9].map((validationBitsPerByte, i) => ({
    step: 100 * i,
    validationBitsPerByte,
  }));
  const html = bitsPerByteChart(metrics as PretrainingMetrics[], 200).bundle["text/html"];
  // deno-lint-ignore no-explicit-any
  const { document } = parseHTML(`<html><body>${html}</body></html>`) as any;
  const labels = [...document.querySelectorAll('g[aria-label^="y-axis tick label"] text')];
  assert.deepEqual(labels.map((text) => text.textContent), ["5", "6", "7", "8"]);
});
