import assert from "node:assert/strict";
import { expectedValidationCharts } from "../../../lib/reports/charts/expected_validation_chart.ts";
import { rankCharts } from "../../../lib/reports/charts/rank_chart.ts";
import { preset } from "../../../lib/sweeps/presets.ts";
import { pendingRun, syntheticFour } from "../../analysis/synthetic.ts";

const RUNS = syntheticFour({
  "frozen-pretrained": [0.5, 0.7, 0.6],
  "unfrozen-pretrained": [0.9, 0.6, 0.1],
});

Deno.test("ranks are drawn and told, with the learning rate of Lu et al. and the scale", () => {
  const { bundle } = rankCharts(RUNS, preset("quick"));
  assert.match(bundle["text/html"], /role="img".*Lu et al\.: 1e-3/s);
  assert.match(bundle["text/plain"], /At 1e-3: 1\. Frozen Pretrained, 2\. Unfrozen Pretrained\./);
  assert.match(bundle["text/plain"], /Scale: quick/);
  assert.match(
    rankCharts([...RUNS, pendingRun()], preset("quick")).bundle["text/plain"],
    /Only \d+ of the \d+ runs/,
  );
});

Deno.test("the expected validation accuracy is drawn and told by the number of learning rates tried", () => {
  const { bundle } = expectedValidationCharts(RUNS, preset("quick"));
  assert.match(bundle["text/html"], /role="img"/);
  // The mean of 0.9, 0.6 and 0.1, and 0.001 more for the mean seed.
  assert.match(bundle["text/plain"], /Unfrozen Pretrained: 53\.4 % with 1, /);
  assert.match(bundle["text/plain"], /Dodge et al\., 2019.*Scale: quick/);
});
