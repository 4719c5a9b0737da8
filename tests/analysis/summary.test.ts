import assert from "node:assert/strict";
import { curves } from "../../lib/analysis/curves.ts";
import { bestLearningRate } from "../../lib/analysis/best_learning_rate.ts";
import { compareAt, compareSettings } from "../../lib/analysis/comparisons.ts";
import { isAtGridEdge } from "../../lib/analysis/grid_edge.ts";
import { summarize } from "../../lib/analysis/summary.ts";
import type { RunRecord } from "../../lib/sweeps/record.ts";
import { assertNear } from "./near.ts";
import { pendingRun, syntheticRun, syntheticSweep } from "./synthetic.ts";

const diverged = {
  status: "diverged",
  validationAccuracy: null,
  testAccuracy: null,
  trainAccuracy: null,
  bestStep: null,
} as const;

const best = (records: RunRecord[]) => bestLearningRate(curves(records))?.learningRate;

Deno.test("the best learning rate is chosen by validation, whatever the test split says", () => {
  const records = [
    syntheticRun({ learningRate: 1e-4, validationAccuracy: 0.6, testAccuracy: 0.9 }),
    syntheticRun({ learningRate: 1e-3, validationAccuracy: 0.7, testAccuracy: 0.1 }),
  ];
  assert.equal(best(records), 1e-3);
  assert.equal(summarize(records)[0].testMean, 0.1);
});

Deno.test("the mean over seeds decides, not the luckiest seed", () => {
  assert.equal(
    best([
      syntheticRun({ learningRate: 1e-4, seed: 0, validationAccuracy: 0.7 }),
      syntheticRun({ learningRate: 1e-4, seed: 1, validationAccuracy: 0.7 }),
      syntheticRun({ learningRate: 1e-3, seed: 0, validationAccuracy: 0.9 }),
      syntheticRun({ learningRate: 1e-3, seed: 1, validationAccuracy: 0.4 }),
    ]),
    1e-4,
  );
});

Deno.test("of equally good learning rates the smaller is best, in whatever order the seeds come", () => {
  // The sums differ in their last bit: (0.1 + 0.2) + 0.3 > 0.3 + (0.2 + 0.1).
  const at = (learningRate: number, accuracies: number[]) =>
    accuracies.map((validationAccuracy, seed) => syntheticRun({ learningRate, seed, validationAccuracy }));
  assert.equal(best([...at(1e-2, [0.1, 0.2, 0.3]), ...at(1e-3, [0.3, 0.2, 0.1])]), 1e-3);
  assert.equal(best([...at(1e-3, [0.1, 0.2, 0.3]), ...at(1e-2, [0.3, 0.2, 0.1])]), 1e-3);
});

Deno.test("a learning rate that loses a seed to divergence is not preferred for the seeds it kept", () => {
  assert.equal(
    best([
      syntheticRun({ learningRate: 1e-3, seed: 0, validationAccuracy: 0.6 }),
      syntheticRun({ learningRate: 1e-3, seed: 1, validationAccuracy: 0.6 }),
      syntheticRun({ learningRate: 1e-2, seed: 0, validationAccuracy: 0.9 }),
      syntheticRun({ learningRate: 1e-2, seed: 1, validationAccuracy: null, status: "diverged" }),
    ]),
    1e-3,
  );
});

Deno.test("learning rates are compared over the seeds that ended at all of them", () => {
  const half = [
    ...[0.6, 0.6].map((accuracy, seed) =>
      syntheticRun({ learningRate: 1e-4, seed, validationAccuracy: accuracy })
    ),
    syntheticRun({ learningRate: 1e-3, seed: 0, validationAccuracy: 0.5 }),
    // The lucky seed of a learning rate that the other seed has tried alone so far.
    syntheticRun({ learningRate: 1e-2, seed: 0, validationAccuracy: 0.55 }),
    syntheticRun({ learningRate: 1e-2, seed: 1, validationAccuracy: 0.95 }),
    pendingRun({ learningRate: 1e-3, seed: 1 }),
  ];
  const [row] = summarize(half);
  assert.deepEqual([row.learningRate, row.seeds, row.missing], [1e-4, 1, 1]);
  const [none] = summarize(half.filter(({ learningRate, seed }) => seed === 1 || learningRate !== 1e-4));
  assert.deepEqual([none.learningRate, none.seeds], [1e-2, 2], "no seed has ended at all of them");
});

Deno.test("a learning rate that failed with every seed takes no seed away from the others", () => {
  const [row] = summarize([
    ...[0.5, 0.5, 0.95].map((validationAccuracy, seed) =>
      syntheticRun({ learningRate: 1e-4, seed, validationAccuracy })
    ),
    ...[0, 1].map((seed) => pendingRun({ learningRate: 1e-3, seed, status: "failed" })),
    syntheticRun({ learningRate: 1e-3, seed: 2, validationAccuracy: 0.9 }),
    ...[0, 1, 2].map((seed) => pendingRun({ learningRate: 1e-2, seed, status: "failed" })),
  ]);
  assert.deepEqual([row.learningRate, row.seeds, row.missing], [1e-4, 1, 5]);
});

Deno.test("a run that is there again is no further seed, and counts as ended if it has", () => {
  const run = syntheticRun({ validationAccuracy: 0.7 });
  const [row] = summarize([pendingRun(), run, run, pendingRun()]);
  assert.deepEqual([row.seeds, row.testMean, row.testError, row.missing], [1, 0.7, null, 0]);
  const others = syntheticRun({ setting: "unfrozen-random", validationAccuracy: 0.6 });
  assert.equal(compareAt([run, run, others], "mnist", 1e-3, run.setting, others.setting)?.n, 1);
});

Deno.test("runs that statistics cannot tell apart are refused", () => {
  const longer = syntheticRun({ runId: "longer" });
  for (const analyse of [summarize, curves]) {
    assert.throws(() => analyse([syntheticRun(), longer]), {
      name: "UserError",
      message:
        /one run of mnist frozen-random at 0\.001 with seed 0 but found synthetic-\S+ and longer, .*withinGrid/,
    });
  }
});

Deno.test("a row for each task and setting", () => {
  const rows = summarize(syntheticSweep());
  assert.deepEqual(
    rows.map(({ task, setting, learningRate, seeds, atGridEdge }) => ({
      task,
      setting,
      learningRate,
      seeds,
      atGridEdge,
    })),
    ["mnist", "listops"].flatMap((task) => [
      { task, setting: "frozen-random", learningRate: 1e-3, seeds: 3, atGridEdge: false },
      { task, setting: "unfrozen-random", learningRate: 3e-3, seeds: 3, atGridEdge: false },
    ]),
  );
  assert(Math.abs(rows[0].testMean! - 0.91) < 1e-12);
  assert(Math.abs(rows[0].testError! - 0.01 / Math.sqrt(3)) < 1e-12);
  // Of three seeds: the least and the greatest.
  assert(Math.abs(rows[0].testLow! - 0.9) < 1e-12 && Math.abs(rows[0].testHigh! - 0.92) < 1e-12);
});

Deno.test("a best learning rate at either end of the grid is pointed out", () => {
  const edge = (accuracies: number[]) =>
    summarize(
      accuracies.map((validationAccuracy, i) =>
        syntheticRun({ learningRate: 10 ** (i - 6), validationAccuracy })
      ),
    )[0].atGridEdge;
  assert(edge([0.9, 0.5, 0.1]));
  assert(edge([0.1, 0.5, 0.9]));
  assert(!edge([0.1, 0.9, 0.5]));
  assert(!edge([1, 0.9, 0.5]), "nothing can be better");
  assert(!edge([0.9]), "one learning rate is no grid");
  assert(isAtGridEdge([1e-3, 1e-2].map((learningRate) => syntheticRun({ ...diverged, learningRate }))));
});

Deno.test("the best learning rate of a grid is at no edge where it is the best of more, tried on either side", () => {
  const tried = [0.1, 0.5, 0.3, 0.2].map((validationAccuracy, i) =>
    syntheticRun({ learningRate: 10 ** (i - 6), validationAccuracy })
  );
  assert(!isAtGridEdge(tried.slice(1), tried));
  assert(isAtGridEdge(tried.slice(2), tried), "a better one was tried");
  assert(isAtGridEdge(tried.slice(1), tried.slice(1)), "it is the least of all");
  assert(isAtGridEdge(tried.slice(1, 3), tried.slice(1)), "it is the least of more, too");
});

Deno.test("the grid's end is that of the plan, not of the runs that have ended", () => {
  const [row] = summarize([
    syntheticRun({ learningRate: 1e-4, validationAccuracy: 0.5 }),
    syntheticRun({ learningRate: 1e-3, validationAccuracy: 0.6 }),
    pendingRun({ learningRate: 1e-2 }),
  ]);
  assert.equal(row.learningRate, 1e-3);
  assert(!row.atGridEdge);
  assert.equal(row.missing, 1);
});

Deno.test("a task and setting without any result has a row of nulls", () => {
  assert.deepEqual(summarize([pendingRun()]), [{
    task: "mnist",
    setting: "frozen-random",
    learningRate: null,
    seeds: 0,
    testMean: null,
    testError: null,
    testLow: null,
    testHigh: null,
    validationMean: null,
    atGridEdge: null,
    missing: 1,
  }]);
});

Deno.test("settings are paired by seed, in whatever order their runs come", () => {
  const at = (setting: string, seed: number, testAccuracy: number) =>
    syntheticRun({ setting, seed, testAccuracy });
  const [{ comparison }] = compareSettings([
    at("a", 0, 0.1),
    at("a", 1, 0.3),
    at("a", 2, 0.9),
    at("b", 2, 0.7),
    at("b", 1, 0.1),
    at("b", 3, 0.5),
  ], [["a", "b"]]);
  assert.equal(comparison!.n, 2);
  assertNear(comparison!.difference, 0.2);
  assertNear(comparison!.error!, 0);
});

Deno.test("a run that diverged before any evaluation counts as 0", () => {
  const records = [
    syntheticRun({ setting: "a", seed: 0 }),
    syntheticRun({ setting: "b", seed: 0, ...diverged }),
  ];
  assertNear(compareAt(records, "mnist", 1e-3, "a", "b")!.difference, 0.5);
  const [row] = summarize([
    syntheticRun({ seed: 0, validationAccuracy: 0.6 }),
    syntheticRun({ seed: 1, ...diverged }),
  ]);
  assertNear(row.testMean!, 0.3);
  assertNear(row.validationMean!, 0.3);
  assert.equal(row.seeds, 2);
});

Deno.test("while no seed has ended at all learning rates, each is judged by those that have ended at it", () => {
  const [row] = summarize([
    syntheticRun({ learningRate: 1e-3, seed: 0, validationAccuracy: 0.9 }),
    pendingRun({ learningRate: 1e-2, seed: 0 }),
    pendingRun({ learningRate: 1e-3, seed: 1 }),
    syntheticRun({ learningRate: 1e-2, seed: 1, validationAccuracy: 0.5 }),
  ]);
  assert.deepEqual([row.learningRate, row.seeds, row.testMean], [1e-3, 1, 0.9]);
});

Deno.test("settings are compared at a learning rate by the runs of the task that have ended there", () => {
  const found = compareAt(
    [
      ...["listops", "mnist"].map((task, i) =>
        syntheticRun({ task, setting: "a", testAccuracy: 0.9 - 0.4 * i })
      ),
      syntheticRun({ setting: "b", testAccuracy: 0.3 }),
      syntheticRun({ setting: "a", seed: 1 }),
      pendingRun({ setting: "b", seed: 1 }),
    ],
    "mnist",
    1e-3,
    "a",
    "b",
  )!;
  assert.equal(found.n, 1);
  assertNear(found.difference, 0.2);
});

Deno.test("without being asked for others, the pairs compared are those of the paper's claims", () => {
  assert.deepEqual(compareSettings([syntheticRun()]).map(({ first, second }) => `${first} ${second}`), [
    "unfrozen-pretrained frozen-pretrained",
    "unfrozen-random frozen-random",
    "unfrozen-random frozen-pretrained",
    "frozen-pretrained frozen-random",
    "unfrozen-pretrained unfrozen-random",
  ]);
});
