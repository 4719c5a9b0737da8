import assert from "node:assert/strict";
import {
  duration,
  learningRateLabel,
  percent,
  percentEstimate,
  points,
  pointsInterval,
  settingLabel,
  taskLabel,
  times,
} from "../../lib/reports/labels.ts";

Deno.test("tasks and settings are printed as in the paper", () => {
  assert.equal(taskLabel("cifar10-lra"), "CIFAR10-LRA");
  assert.equal(settingLabel("unfrozen-pretrained"), "Unfrozen Pretrained");
});

Deno.test("tasks and settings of one's own keep their names", () => {
  assert.equal(taskLabel("protein"), "protein");
  assert.equal(settingLabel("layer-norms-only"), "Layer Norms Only");
  assert.equal(settingLabel("frozen-but-mlp-random"), "Frozen But MLP Random");
});

Deno.test("learning rates are printed as powers of ten", () => {
  assert.deepEqual([1e-6, 3e-4, 0.001, 0.01].map(learningRateLabel), ["1e-6", "3e-4", "1e-3", "1e-2"]);
});

Deno.test("accuracies are printed in percent, with an error where there is one", () => {
  assert.equal(percentEstimate({ mean: 0.576, error: 0.008 }), "57.6 ± 0.8");
  assert.equal(percentEstimate({ mean: 0.98, error: 0 }), "98.0 ± 0.0");
  assert.equal(percentEstimate({ mean: 0.576, error: null }), "57.6");
});

Deno.test("differences are printed in points, with a sign unless there is none", () => {
  assert.deepEqual([0.0341, -0.0341, 0, 0.3 - 0.1 - 0.2].map(points), ["+3.4", "−3.4", "0.0", "0.0"]);
  assert.equal(percent(-0.0004), "0.0");
  assert.equal(percent(-0.0041), "\u22120.4");
});

Deno.test("an interval that just leaves out 0 is not printed as if it had it", () => {
  assert.equal(pointsInterval([0.0000281, 0.0524]), "+0.003 to +5.2");
  assert.equal(pointsInterval([-0.0004, 0.0006]), "−0.04 to +0.1");
});

Deno.test("durations are printed in their two largest units", () => {
  assert.deepEqual([7.6, 59.9, 125, 3600, 12000, 108_000, 370_800].map(duration), [
    "8 s",
    "1 min 0 s",
    "2 min 5 s",
    "1 h 0 min",
    "3 h 20 min",
    "30 h 0 min",
    "4 d 7 h",
  ]);
});

Deno.test("ratios are printed in two digits, or as many as tell them from 1", () => {
  assert.deepEqual([3.14, 0.0667, 1234, Infinity].map(times), ["3.1", "0.067", "1,200", "∞"]);
  assert.deepEqual([1, 0.1 * 10, 1.3 - 0.3].map(times), ["1", "1", "1"]);
  assert.deepEqual([1.004, 1.04, 0.996, 1.000023].map(times), ["1.004", "1.04", "0.996", "1.00002"]);
});
