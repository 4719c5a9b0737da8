import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { expectedValidationCharts } from "../../../lib/reports/charts/expected_validation_chart.ts";
import { rankCharts } from "../../../lib/reports/charts/rank_chart.ts";
import type { Display } from "../../../lib/reports/display.ts";
import { preset } from "../../../lib/sweeps/presets.ts";
import { pendingRun, syntheticFour, syntheticRun } from "../../analysis/synthetic.ts";

/** The elements of a display's HTML. */
function elementsOf({ bundle }: Display, selector: string) {
  // deno-lint-ignore no-explicit-any
  const { document } = parseHTML(`<html><body>${bundle["text/html"]}</body></html>`) as any;
  return [...document.querySelectorAll(selector)];
}

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

Deno.test("the first rank is drawn above the second", () => {
  const circles = elementsOf(
    rankCharts(RUNS, preset("quick")),
    'svg[role="img"] > g[aria-label="dot"] circle',
  );
  const [first, ...others] = circles.map((circle) => Number(circle.getAttribute("cy")));
  assert(first < others[0] && others[0] === others[1], "Unfrozen Pretrained is ahead at 1e-4 alone");
});

Deno.test("expected accuracies are drawn in percent", () => {
  const chart = expectedValidationCharts(RUNS, preset("quick"));
  const ticks = elementsOf(chart, 'g[aria-label^="y-axis tick label"] text').map((text) => text.textContent);
  assert(ticks.every((tick) => Number(tick) > 50 && Number(tick) < 100), ticks.join());
});

Deno.test("seeds that only some settings or learning rates have yet decide nothing", () => {
  const early = [3, 4].map((seed) =>
    syntheticRun({ setting: "unfrozen-pretrained", learningRate: 1e-3, seed, validationAccuracy: 1 })
  );
  const text = (charts: typeof rankCharts) =>
    charts([...RUNS, ...early], preset("quick")).bundle["text/plain"];
  assert.match(text(rankCharts), /At 1e-3: 1\. Frozen Pretrained, 2\. Unfrozen Pretrained\./);
  assert.match(text(expectedValidationCharts), /Unfrozen Pretrained: 53\.4 % with 1, /);
});
