import assert from "node:assert/strict";
import { computeEfficiency } from "../../lib/analysis/efficiency.ts";
import { trainTestGaps } from "../../lib/analysis/gap.ts";
import { flopsOfStep } from "../../lib/sweeps/cost.ts";
import type { History } from "../../lib/sweeps/record.ts";
import { neverEvaluated, syntheticHistory } from "./synthetic.ts";

const random = (seed: number, accuracies: number[], learningRate = 1e-3) =>
  syntheticHistory({ setting: "frozen-random", seed, learningRate, seconds: 8 }, accuracies);
const pretrained = (seed: number, accuracies: number[]) =>
  syntheticHistory({ setting: "frozen-pretrained", seed, seconds: 20 }, accuracies);

Deno.test("steps are counted until the mean best validation accuracy of the random counterpart is reached", () => {
  const histories = [
    random(0, [0.1, 0.2, 0.3, 0.5]),
    random(1, [0.1, 0.2, 0.7, 0.5]),
    ...[0, 1].map((seed) => random(seed, [0.4, 0.4, 0.4, 0.4], 1e-2)), // not at its best learning rate
    pretrained(0, [0.6, 0.5, 0.6, 0.7]),
    pretrained(1, [0.2, 0.5, 0.6, 0.9]),
  ];
  const [found, ...others] = computeEfficiency(histories);
  assert.deepEqual(others, []);
  assert.equal(found.target, 0.6);
  assert.equal(found.randomEffort.steps!.mean, (40 + 30) / 2);
  assert.equal(found.effort.steps!.mean, (10 + 30) / 2);
  assert.deepEqual(found.pairs, [
    [{ step: 40, after: 30 }, { step: 10, after: 0 }],
    [{ step: 30, after: 20 }, { step: 30, after: 20 }],
  ]);
  assert(Math.abs(found.speedup! - Math.sqrt((40 / 10) * (30 / 30))) < 1e-12);
  assert(Math.abs(found.leastSpeedup! - Math.sqrt((30 / 10) * (20 / 30))) < 1e-12);
  assert.equal(found.randomCutOff, 1);
  assert.deepEqual([found.reached, found.seeds], [2, 2]);
  assert.equal(found.effort.flops!.mean, 20 * flopsOfStep(histories[3].config));
  // The six runs of 40 steps take 8, 8, 8, 8, 20 and 20 seconds: the median step takes 0.2.
  assert.equal(found.effort.seconds!.mean, 20 * 0.2);
  assert.equal(found.randomEffort.seconds!.mean, 35 * 0.2);
});

Deno.test("time is at the pace of runs of the same parts by the same code on the same machine as the pretrained ones", () => {
  const by = (commit: string, machine: string) => ({ provenance: { commit, machine } }) as History["stored"];
  const ours = [0, 1].map((seed) => ({ ...pretrained(seed, [0.3, 0.3]), stored: by("1f", "fast") }));
  const slow = [0, 1].map((seed) => ({
    ...random(seed, [0.1, 0.2]),
    seconds: 800,
    stored: by("1f", "fast"),
  }));
  const { trained } = slow[0].config.setting;
  for (
    const theirs of [
      slow.map((run) => ({ ...run, stored: by("1f", "slow") })),
      slow.map((run) => ({ ...run, stored: by("2e", "fast") })),
      ...[{ layers: 1 }, { trained: trained.slice(1) }].map((other) =>
        slow.map((run) => ({
          ...run,
          config: { ...run.config, setting: { ...run.config.setting, ...other } },
        }))
      ),
    ]
  ) {
    const [found] = computeEfficiency([...theirs, ...ours]);
    assert.deepEqual([found.effort.seconds!.mean, found.randomEffort.seconds!.mean], [10, 20]);
  }
  const started = { ...ours[0], seed: 2, runId: "started", status: "failed" as const, steps: 0, seconds: 3 };
  const [found] = computeEfficiency([...slow, ...ours, started]);
  assert.equal(
    found.effort.seconds!.mean,
    10 * (20 / 20 + 800 / 20) / 2,
    "one that failed at once has no pace",
  );
});

Deno.test("where a seed does not get there, there is no speedup", () => {
  const [found] = computeEfficiency([
    random(0, [0.6]),
    pretrained(0, [0.6]),
    pretrained(1, [0.5]),
  ]);
  assert.deepEqual([found.reached, found.seeds, found.speedup, found.leastSpeedup], [1, 2, null, null]);
});

Deno.test("a random run that gets as far as the pretrained ones on average is counted", () => {
  const [found] = computeEfficiency([
    random(0, [0.1, 0.5]),
    random(1, [0.1, 0.49]),
    pretrained(0, [0.4]),
    pretrained(1, [0.6]),
  ]);
  assert.deepEqual([found.randomReached, found.randomSeeds], [1, 2]);
  // The mean of three times 0.1 is more than 0.1 in its last bit.
  const [alike] = computeEfficiency(
    [0, 1, 2].flatMap((seed) => [random(seed, [0.1]), pretrained(seed, [0.1])]),
  );
  assert.equal(alike.randomReached, 3);
});

Deno.test("a random run that diverged before any evaluation counts as 0 in the accuracy to reach", () => {
  const diverged = neverEvaluated({ setting: "frozen-random", seed: 1 });
  const [found] = computeEfficiency([random(0, [0.6]), diverged, pretrained(0, [0.4]), pretrained(1, [0.2])]);
  assert.deepEqual([found.target, found.reached], [0.3, 1]);
});

Deno.test("without a counterpart there is nothing to compare", () => {
  assert.deepEqual(computeEfficiency([pretrained(0, [0.5])]), []);
});

Deno.test("the gap is that of each seed at the best learning rate", () => {
  const histories = [
    syntheticHistory({ seed: 0, bestStep: 5500, trainAccuracy: 1, testAccuracy: 0.75 }, [0.8]),
    syntheticHistory({ seed: 1, bestStep: 9000, trainAccuracy: 0.75, testAccuracy: 0.75 }, [0.8]),
    ...[0, 1, 3].map((seed) =>
      syntheticHistory({ seed, learningRate: 1e-2, trainAccuracy: 1, testAccuracy: 0 }, [0.1])
    ),
    syntheticHistory({ seed: 2, status: "pending" }, [0.9]),
    neverEvaluated({ seed: 3 }),
  ];
  const [found] = trainTestGaps(histories);
  // In batches of 8 from 55,000 examples, and of the second seed all.
  assert(Math.abs(found.seen! - (5500 * 8 / 55_000 + 1) / 2) < 1e-12);
  for (const { config } of histories) config.training.batchSize = 4;
  assert(Math.abs(trainTestGaps(histories)[0].seen! - (5500 * 4 / 55_000 + 9000 * 4 / 55_000) / 2) < 1e-12);
  assert.equal(found.trainExamples, 5000); // as many as MNIST has to validate on
  assert.equal(found.learningRate, 1e-3);
  assert.equal(found.gap!.mean, 0.125);
  assert.equal(found.gap!.error, 0.125);
  assert.equal(found.gap!.n, 2);
});

Deno.test("of examples that are generated without end no share is seen", () => {
  assert.equal(trainTestGaps([syntheticHistory({ task: "bit-xor" }, [0.5])])[0].seen, null);
});

Deno.test("a task's steps take that task's time", () => {
  const of = (task: string, seconds: number) =>
    ["frozen-random", "frozen-pretrained"].map((setting) =>
      syntheticHistory({ task, setting, seconds }, [0.3, 0.3])
    );
  const found = computeEfficiency([...of("mnist", 20), ...of("listops", 60)]);
  assert.deepEqual(found.map(({ effort }) => effort.seconds!.mean), [10, 30]);
});

Deno.test("the accuracy to reach is one on validation", () => {
  const [found] = computeEfficiency([
    syntheticHistory({ setting: "frozen-random", testAccuracy: 0.9 }, [0.3, 0.5]),
    syntheticHistory({ setting: "frozen-pretrained", testAccuracy: 0.1 }, [0.4, 0.6]),
  ]);
  assert.equal(found.target, 0.5);
});
