import assert from "node:assert/strict";
import { summarizeBaselines } from "../../lib/analysis/baselines.ts";
import { syntheticBaseline } from "../baselines/records.ts";

const regression = (learningRate: number, seed: number, validationAccuracy: number, testAccuracy: number) =>
  syntheticBaseline({
    baseline: "logistic-regression",
    learningRate,
    seed,
    validationAccuracy,
    testAccuracy,
  });

Deno.test("a regression has the mean test accuracy at the rate that is best on validation, a rule its own", () => {
  const records = [
    syntheticBaseline({ testAccuracy: 0.1 }),
    syntheticBaseline({ task: "listops", baseline: "all-digits", testAccuracy: 0.4 }),
    regression(1e-3, 0, 0.8, 0.7),
    regression(1e-2, 0, 0.7, 0.9),
    regression(1e-3, 1, 0.8, 0.8),
    regression(1e-2, 1, 0.8, 0.9),
  ];
  const [majority, digits, trained] = summarizeBaselines(records);
  assert.deepEqual(majority, {
    task: "mnist",
    baseline: "majority",
    learningRate: null,
    testMean: 0.1,
    testError: null,
  });
  assert.equal(digits.testMean, 0.4);
  assert.equal(trained.learningRate, 1e-3);
  assert(Math.abs(trained.testMean - 0.75) < 1e-12 && Math.abs(trained.testError! - 0.05) < 1e-12);
});

Deno.test("each task has its own baselines", () => {
  const ofListops = (rate: number, validationAccuracy: number, testAccuracy: number) => {
    const { config } = syntheticBaseline({ task: "listops" });
    return { ...regression(rate, 0, validationAccuracy, testAccuracy), task: "listops", config };
  };
  const found = summarizeBaselines([
    syntheticBaseline({ testAccuracy: 0.1 }),
    ...[regression(1e-3, 0, 0.8, 0.7), regression(1e-2, 0, 0.7, 0.9)],
    syntheticBaseline({ task: "listops", testAccuracy: 0.2 }),
    ...[ofListops(1e-3, 0.3, 0.3), ofListops(1e-2, 0.4, 0.4)],
  ]);
  assert.deepEqual(
    found.map(({ task, baseline, learningRate, testMean }) => [task, baseline, learningRate, testMean]),
    [
      ["mnist", "majority", null, 0.1],
      ["mnist", "logistic-regression", 1e-3, 0.7],
      ["listops", "majority", null, 0.2],
      ["listops", "logistic-regression", 1e-2, 0.4],
    ],
  );
});
