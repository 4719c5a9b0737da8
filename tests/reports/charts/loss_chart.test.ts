import assert from "node:assert/strict";
import { lossChart } from "../../../lib/reports/charts/loss_chart.ts";

const METRICS = [
  { step: 10, loss: 2.25 },
  { step: 20, loss: 1.5 },
  { step: 20, validationLoss: 1.75, validationAccuracy: 0.25 },
];

Deno.test("training and validation loss are two lines, and told in words", () => {
  const { bundle } = lossChart(METRICS, 100);
  assert.match(bundle["text/html"], /role="img"/);
  assert.match(bundle["text/plain"], /Training loss goes from 2\.25 at step 10 to 1\.50 at step 20\./);
  assert.match(bundle["text/plain"], /Validation loss goes from 1\.75 at step 20 to 1\.75 at step 20\./);
});

Deno.test("before the first metrics the chart is empty", () => {
  assert.match(lossChart([], 100).bundle["text/plain"], /Training loss is not known yet\./);
});
