import assert from "node:assert/strict";
import { lateDifferences } from "../../lib/analysis/late_differences.ts";
import { syntheticHistory } from "./synthetic.ts";

Deno.test("leads are compared quarter by quarter of the most steps, seed by seed", () => {
  const runs = [
    syntheticHistory({ setting: "unfrozen-random", seed: 0 }, [0, 0, 0, 0, 0.7, 0.7, 0.8, 0.9]),
    syntheticHistory({ setting: "unfrozen-random", seed: 1 }, [0, 0, 0, 0, 0.6, 0.6, 0.6, 0.6]),
    syntheticHistory({ setting: "frozen-random", seed: 0 }, [1, 1, 1, 1, 0.4, 0.6, 0.7, 0.8], 9),
    syntheticHistory({ setting: "frozen-random", seed: 1 }, [1, 1, 1, 1, 0.5, 0.5, 0.6, 0.6], 9),
  ];
  const [found, ...others] = lateDifferences(runs);
  assert.deepEqual(others, []);
  assert.deepEqual([found.first, found.second], ["unfrozen-random", "frozen-random"]);
  for (
    const [value, expected] of [[found.third, 0.15], [found.last, 0.05], [found.change.difference, -0.1]]
  ) {
    assert(Math.abs(value - expected) < 1e-12, `${value}`);
  }
});

Deno.test("a run that ended before its last quarter says nothing of it", () => {
  const history = (setting: string, accuracies: number[]) => {
    const run = syntheticHistory({ setting }, accuracies);
    return { ...run, config: { ...run.config, training: { ...run.config.training, maximumSteps: 40 } } };
  };
  const whole = history("unfrozen-random", [0.5, 0.6, 0.7, 0.8]);
  assert.equal(lateDifferences([whole, history("frozen-random", [0.5, 0.5, 0.5])]).length, 0);
  const once = syntheticHistory({ setting: "frozen-random" }, [0.5]);
  assert.equal(lateDifferences([whole, once]).length, 0, "evaluated after the last step alone");
  const others = [history("frozen-random", [0.5, 0.5, 0.5, 0.5]), history("unfrozen-random", [0.5, 0.6, 0.7])]
    .map((run, i) => ({ ...run, runId: `${i}`, seed: i }));
  const [found, ...more] = lateDifferences([whole, ...others, { ...others[0], runId: "2", seed: 1 }]);
  assert.deepEqual([found.change.n, found.runs, found.cutOff, more.length], [1, 2, 1, 0]);
});
