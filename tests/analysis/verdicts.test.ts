import assert from "node:assert/strict";
import { verdicts } from "../../lib/analysis/verdicts.ts";
import type { History } from "../../lib/sweeps/record.ts";
import { comparePairs, leader } from "../../lib/analysis/paired.ts";
import { isAbove, overall, unknown } from "../../lib/analysis/verdict.ts";
import { assertNear } from "./near.ts";
import { neverEvaluated, syntheticFour, syntheticHistory } from "./synthetic.ts";

const TASKS = ["listops", "mnist", "cifar10", "cifar10-lra"];

/** Each claim's answer on runs that are alike on all tasks. */
function answers(accuracies: Parameters<typeof syntheticFour>[0], options: { seeds?: number[] } = {}) {
  const histories: History[] = TASKS.flatMap((task) => syntheticFour(accuracies, { ...options, task }));
  return Object.fromEntries(verdicts(histories).map(({ claim, answer }) => [claim.name, answer]));
}

/** What the paper found, in caricature. */
const AS_PUBLISHED = {
  "frozen-random": [0.3, 0.4, 0.5],
  "frozen-pretrained": [0.5, 0.6, 0.7],
  "unfrozen-random": [0.8, 0.3, 0.1],
  "unfrozen-pretrained": [0.9, 0.2, 0.1],
};

Deno.test("runs like the paper's replicate its claims", () => {
  const found = answers(AS_PUBLISHED);
  for (
    const claim of [
      "unfrozen-beats-frozen",
      "unfrozen-random-beats-frozen-random",
      "scratch-beats-frozen",
      "pretraining-helps-frozen",
      "pretraining-matches-scratch",
      "own-learning-rates",
      "one-learning-rate-misleads",
      "one-learning-rate-misleads-on-scratch",
      "lower-learning-rates-invert",
      "orders-change",
    ]
  ) assert.equal(found[claim], "replicates", claim);
});

Deno.test("ties but for rounding decide nothing, with differences that are all the same too", () => {
  for (const [first, second] of [[0.4 - 0.2, 0.3 - 0.1], [0.3 - 0.1, 0.4 - 0.2]]) {
    const tie = comparePairs(Array.from({ length: 3 }, () => [first, second] as const));
    assert.notEqual(tie!.difference, 0);
    assert.equal(isAbove("listops", tie, 0).answer, "inconclusive");
    assert.equal(leader(tie), "neither");
  }
});

Deno.test("runs that say the opposite refute the claims", () => {
  const { "frozen-random": a, "frozen-pretrained": b, "unfrozen-random": c, "unfrozen-pretrained": d } =
    AS_PUBLISHED;
  const found = answers({
    "frozen-random": d,
    "frozen-pretrained": c,
    "unfrozen-random": b,
    "unfrozen-pretrained": a,
  });
  for (
    const claim of [
      "unfrozen-beats-frozen",
      "unfrozen-random-beats-frozen-random",
      "scratch-beats-frozen",
      "pretraining-helps-frozen",
      "pretraining-matches-scratch",
      "own-learning-rates",
      "one-learning-rate-misleads",
      "one-learning-rate-misleads-on-scratch",
      "lower-learning-rates-invert",
    ]
  ) assert.equal(found[claim], "does not replicate", claim);
});

Deno.test("one seed tells nothing of any claim, and no runs tell nothing at all", () => {
  for (const found of [answers(AS_PUBLISHED, { seeds: [0] }), answers({})]) {
    for (const [claim, answer] of Object.entries(found)) assert.equal(answer, "inconclusive", claim);
  }
});

/** The finding of one claim on a task. */
function finding(claim: string, task: string, histories: readonly History[]) {
  const verdict = verdicts(histories).find((one) => one.claim.name === claim)!;
  return verdict.findings.find((one) => one.task === task)!;
}

const onListops = (claim: string, histories: readonly History[]) => finding(claim, "listops", histories);

/** A run on ListOps that was evaluated once. */
const run = (setting: string, seed: number, learningRate: number, accuracy: number) =>
  syntheticHistory({ task: "listops", setting, seed, learningRate }, [accuracy]);

Deno.test("claims that name a task are asked of it alone, all others of the paper's four", () => {
  const named: Record<string, string[]> = {
    "frozen-can-overfit": ["listops"],
    "lower-learning-rates-invert": ["cifar10-lra"],
    "orders-change": ["listops"],
  };
  for (const { claim, findings } of verdicts([])) {
    assert.deepEqual(findings.map(({ task }) => task), named[claim.name] ?? TASKS, claim.name);
  }
});

Deno.test("that the unfrozen transformer saves steps says nothing of the frozen one", () => {
  const unfrozen = ["unfrozen-random", "unfrozen-pretrained"].flatMap((setting, i) =>
    [0, 1, 2].map((seed) => syntheticHistory({ task: "listops", setting, seed }, [0.2 + 0.3 * i, 0.5, 0.4]))
  );
  assert.equal(onListops("pretraining-saves-steps", unfrozen).value, null);
});

Deno.test("best learning rates are compared seed by seed", () => {
  const seeds = (best: number[]) =>
    best.flatMap((unfrozen, seed) =>
      [1e-4, 1e-3, 1e-2].flatMap((rate) => [
        run("frozen-pretrained", seed, rate, rate === 1e-2 ? 0.9 : 0.5),
        run("unfrozen-pretrained", seed, rate, rate === unfrozen ? 0.9 : 0.5),
      ])
    );
  const agreed = onListops("own-learning-rates", seeds([1e-4, 1e-4, 1e-4]));
  assert.equal(agreed.answer, "replicates");
  assert(Math.abs(agreed.value! - 100) < 1e-9);
  const divided = onListops("own-learning-rates", seeds([1e-4, 1e-2, 1e-4]));
  assert.equal(divided.answer, "inconclusive");
  assert(divided.low! < 1 && divided.value! > 1);
  assert.equal(onListops("own-learning-rates", seeds([1e-2, 1e-2, 1e-2])).answer, "inconclusive");
  // A grid of decades does not know a ratio to less than that.
  assert(Math.abs(agreed.low! - 10) < 1e-5 && Math.abs(agreed.high! - 1000) < 1e-5);
  for (const [unfrozen, frozen] of [[1e-3, 1e-2], [1e-4, 1e-3], [1e-5, 1e-4], [3e-5, 1e-4], [3e-3, 1e-2]]) {
    const oneStep = [0, 1, 2].flatMap((seed) =>
      [unfrozen, frozen].flatMap((rate) => [
        run("frozen-pretrained", seed, rate, rate === frozen ? 0.9 : 0.5),
        run("unfrozen-pretrained", seed, rate, rate === unfrozen ? 0.9 : 0.5),
      ])
    );
    assert.equal(onListops("own-learning-rates", oneStep).answer, "inconclusive", `${unfrozen} ${frozen}`);
  }
});

Deno.test("a seed that has not ended at every learning rate says nothing of the best one", () => {
  const sweep = [0, 1].flatMap((seed) =>
    [1e-4, 1e-3, 1e-2].flatMap((rate) => [
      run("frozen-pretrained", seed, rate, rate === 1e-2 ? 0.9 : 0.5),
      run("unfrozen-pretrained", seed, rate, rate === 1e-4 ? 0.9 : 0.5),
    ])
  );
  assert(onListops("own-learning-rates", sweep).low !== null);
  const unfinished = sweep.map((one) =>
    one.seed === 1 && one.learningRate === 1e-3 ? { ...one, status: "pending" as const } : one
  );
  const without = sweep.filter(({ seed, learningRate }) => seed === 0 || learningRate !== 1e-3);
  for (const histories of [unfinished, without]) {
    assert.equal(onListops("own-learning-rates", histories).low, null);
  }
  const again = unfinished.filter(({ status }) => status === "pending");
  assert.deepEqual(
    onListops("own-learning-rates", [...again, ...sweep, sweep[0]]),
    onListops("own-learning-rates", sweep),
    "runs that are there again, one of them as it was before it ended",
  );
});

/** Runs of three seeds in which Unfrozen Pretrained leads Frozen Pretrained by so much, and 0.02 and 0.04 more, at each rate. */
const ordered = (rates: number[], leads: number[]) =>
  rates.flatMap((rate, i) =>
    [0, 0.02, 0.04].flatMap((spread, seed) => [
      run("frozen-random", seed, rate, 0.2),
      run("unfrozen-random", seed, rate, 0.3),
      run("frozen-pretrained", seed, rate, 0.5),
      run("unfrozen-pretrained", seed, rate, 0.5 + leads[i] + spread),
    ])
  );

Deno.test("orders differ only where settings change places beyond what seeds differ by", () => {
  const settings = (leads: number[]) => ordered([1e-4, 1e-3], leads);
  const clear = onListops("orders-change", settings([0.2, -0.24]));
  assert.deepEqual([clear.answer, clear.value], ["replicates", 1]);
  // The means are 0.1 and -0.1 with a standard error of 0.0115: beyond 4.3 of them, not beyond the 15.5 of 12 intervals.
  assert.equal(onListops("orders-change", settings([0.08, -0.12])).answer, "inconclusive");
  assert.equal(onListops("orders-change", settings([0.01, -0.03])).answer, "inconclusive");
  assert.equal(onListops("orders-change", settings([0.2, 0.3])).answer, "does not replicate");
});

Deno.test("of fewer than four settings or two learning rates no orders are compared", () => {
  const three = ordered([1e-4, 1e-3], [0.2, -0.24]).filter(({ setting }) => setting !== "frozen-random");
  for (const histories of [three, ordered([1e-4], [0.2])]) {
    assert.deepEqual(onListops("orders-change", histories), unknown("listops"));
  }
});

Deno.test("orders at a learning rate whose runs have not ended are not known", () => {
  const pending = ordered([3e-4], [0]).map((run) => ({ ...run, status: "pending" as const }));
  const { answer, value, note } = onListops("orders-change", [
    ...ordered([1e-4, 1e-3], [0.2, -0.24]),
    ...pending,
  ]);
  assert.deepEqual([answer, value], ["inconclusive", 1]);
  assert.equal(note, "by means 2 different orders at 2 learning rates");
});

Deno.test("each learning rate is to give an order of its own", () => {
  const of = (leads: number[]) => onListops("orders-change", ordered([1e-5, 1e-4, 1e-3], leads));
  const two = of([0.3, -0.34, 0.3]);
  assert.deepEqual([two.answer, two.value], ["does not replicate", 2]);
  assert.equal(two.note, "by means 2 different orders at 3 learning rates");
  const unclear = of([0.3, -0.34, 0.01]);
  assert.deepEqual([unclear.answer, unclear.value], ["inconclusive", 1]);
});

Deno.test("below 1e-3 training everything is to be ahead at each learning rate that was tried", () => {
  // Standard errors of 0.0058: intervals of 0.025 either way, and of 0.031 where two are looked at.
  const below = (...leads: number[]) =>
    finding(
      "lower-learning-rates-invert",
      "cifar10-lra",
      [1e-5, 1e-4, 1e-3].flatMap((rate, i) =>
        [-0.01, 0, 0.01].flatMap((spread, seed) => [
          syntheticHistory({ task: "cifar10-lra", setting: "frozen-pretrained", seed, learningRate: rate }, [
            0.5,
          ]),
          syntheticHistory(
            { task: "cifar10-lra", setting: "unfrozen-pretrained", seed, learningRate: rate },
            [
              0.5 + leads[i] + spread,
            ],
          ),
        ])
      ),
    );
  const all = below(0.03, 0.03, -0.3);
  assert.deepEqual([all.answer, all.value, all.note], ["replicates", 2, "2 tried"]);
  const one = below(0.03, 0.02, -0.3);
  assert.deepEqual([one.answer, one.value], ["inconclusive", 1]);
  assert.equal(below(0.3, -0.03, 0).answer, "inconclusive");
  assert.equal(below(0.3, -0.04, 0).answer, "does not replicate");
  const unfinished = ["unfrozen-pretrained", "frozen-pretrained"].flatMap((setting) =>
    [1e-5, 1e-4].map((learningRate, i) =>
      syntheticHistory({
        ...{ task: "cifar10-lra", setting, learningRate },
        status: i === 0 ? "finished" : "pending",
      }, [0.5])
    )
  );
  const tried = (histories: History[]) =>
    finding("lower-learning-rates-invert", "cifar10-lra", histories).note;
  assert.equal(tried(unfinished), "2 tried");
  const ofOne = unfinished.filter(({ setting, learningRate }) =>
    setting === "frozen-pretrained" || learningRate === 1e-5
  );
  assert.equal(tried(ofOne), "1 tried", "of rates that only one was tried at nothing is compared");
  const none = ["frozen-pretrained", "unfrozen-pretrained"].map((setting) =>
    syntheticHistory({ task: "cifar10-lra", setting, learningRate: 1e-3 }, [0.5])
  );
  assert.equal(
    finding("lower-learning-rates-invert", "cifar10-lra", none).answer,
    "inconclusive",
    "none is below",
  );
});

Deno.test("steps are saved where all seeds get there sooner", () => {
  const sweep = (...pretrained: number[][]) =>
    pretrained.flatMap((accuracies, seed) => [
      syntheticHistory({ task: "listops", setting: "frozen-random", seed }, [0.2, 0.3, 0.4, 0.5, 0.5]),
      syntheticHistory({ task: "listops", setting: "frozen-pretrained", seed }, accuracies),
    ]);
  const soon = [0.5, 0.6], late = [0.1, 0.2, 0.3, 0.4, 0.4, 0.5], never = [0.4];
  const saved = onListops("pretraining-saves-steps", sweep(soon, soon, soon));
  assert.equal(saved.answer, "replicates");
  assert(Math.abs(saved.value! - 4) < 1e-9);
  assert.equal(onListops("pretraining-saves-steps", sweep(late, late, late)).answer, "does not replicate");
  assert.equal(onListops("pretraining-saves-steps", sweep(soon, late, soon)).answer, "inconclusive");
  // 40 steps over 30, each evaluated every 10 steps, may also be 30.1 over 30.
  const lately = [0.1, 0.2, 0.5];
  assert.equal(onListops("pretraining-saves-steps", sweep(lately, lately, lately)).answer, "inconclusive");
  assert(Math.abs(saved.low! - 3) < 1e-6);
  const cutOff = [0, 1, 2].flatMap((seed) => [
    syntheticHistory({ task: "listops", setting: "frozen-random", seed }, [0.2, 0.3, 0.4, 0.5, 0.5], 2),
    syntheticHistory({ task: "listops", setting: "frozen-pretrained", seed }, soon),
  ]);
  const further = onListops("pretraining-saves-steps", cutOff);
  assert.deepEqual(
    [further.answer, further.note],
    ["inconclusive", "more steps might take the random one further with 3 of 3 seeds"],
  );
  assert(Math.abs(further.value! - 4) < 1e-9);
  // The mean of three times 0.1 is more than 0.1 in its last bit.
  const constant = ["frozen-random", "frozen-pretrained"].flatMap((setting) =>
    [0, 1, 2].map((seed) => syntheticHistory({ task: "listops", setting, seed }, [0.1, 0.1]))
  );
  assert.equal(onListops("pretraining-saves-steps", constant).value, 1);
  const partly = [...sweep(soon, soon, soon).slice(2), ...cutOff.slice(0, 2)];
  assert.equal(onListops("pretraining-saves-steps", partly).answer, "inconclusive", "one seed was cut off");
  const missed = onListops("pretraining-saves-steps", sweep(soon, soon, never));
  assert.deepEqual([missed.answer, missed.note], ["inconclusive", "2 of 3 seeds get there"]);
});

Deno.test("seeds that do not get there refute that steps are saved where they stay behind beyond seeds", () => {
  const random = (seed: number) =>
    syntheticHistory({ task: "listops", setting: "frozen-random", seed }, [0.2, 0.5 + seed / 100, 0.5]);
  const answer = (pretrained: number[], last: number[], patience = [1, 1, 1]) =>
    onListops(
      "pretraining-saves-steps",
      pretrained.flatMap((best, seed) => {
        const known = { task: "listops", setting: "frozen-pretrained", seed };
        return [random(seed), syntheticHistory(known, [best, ...last], patience[seed])];
      }),
    ).answer;
  assert.equal(answer([0.40, 0.41, 0.43], [0.4]), "does not replicate");
  assert.equal(
    answer([0.40, 0.41, 0.43], [0.4], [1, 2, 1]),
    "inconclusive",
    "more steps might have taken it there",
  );
  // All seeds miss the mean of the others' best, 0.51, which they do as easily when the two are alike.
  assert.equal(answer([0.50, 0.505, 0.505], [0.4]), "inconclusive");
  assert.equal(answer([0.40], [0.4]), "inconclusive");
  const diverged = [0, 1, 2].flatMap((seed) => [
    random(seed),
    neverEvaluated({ task: "listops", setting: "frozen-pretrained", seed }),
  ]);
  assert.equal(onListops("pretraining-saves-steps", diverged).answer, "does not replicate");
});

Deno.test("frozen pretrained overfits where its gap is the largest", () => {
  const sweep = (gaps: Record<string, number>) =>
    [0, 1, 2].flatMap((seed) =>
      Object.entries(gaps).map(([setting, gap]) =>
        syntheticHistory({ task: "listops", setting, seed, testAccuracy: 0.5, trainAccuracy: 0.5 + gap }, [
          0.5,
        ])
      )
    );
  const gaps = { "frozen-random": 0.01, "unfrozen-random": 0.1, "unfrozen-pretrained": 0.05 };
  const found = onListops("frozen-can-overfit", sweep({ ...gaps, "frozen-pretrained": 0.3 }));
  assert.equal(found.answer, "replicates");
  assert(Math.abs(found.value! - 0.2) < 1e-9, "less the next largest");
  const seen = sweep({ ...gaps, "frozen-pretrained": 0.3 });
  for (const run of seen) run.bestStep = 12_000;
  seen[1].bestStep = 6000; // of 96,000 examples, 8 a step
  assert.equal(
    onListops("frozen-can-overfit", seen).note,
    "runs had learned from 50 % of the training split or more",
  );
  const smaller = onListops("frozen-can-overfit", sweep({ ...gaps, "frozen-pretrained": 0.07 }));
  assert.equal(smaller.answer, "does not replicate");
  const { "unfrozen-random": _, ...fewer } = gaps;
  const unknown = onListops("frozen-can-overfit", sweep({ ...fewer, "frozen-pretrained": 0.3 }));
  assert.equal(unknown.answer, "inconclusive");
});

Deno.test("frozen pretrained has the largest gap only if it is ahead of each other setting", () => {
  const ofGaps = (gaps: Record<string, (number | null)[]>) =>
    onListops(
      "frozen-can-overfit",
      Object.entries(gaps).flatMap(([setting, ofSeeds]) =>
        ofSeeds.map((gap, seed) => {
          if (gap === null) return neverEvaluated({ task: "listops", setting, seed });
          const accuracies = { testAccuracy: 0.5, trainAccuracy: 0.5 + gap };
          return syntheticHistory({ task: "listops", setting, seed, ...accuracies }, [0.5]);
        })
      ),
    );
  const gaps = { "frozen-pretrained": [0.1, 0.101, 0.102], "frozen-random": [0, 0, 0] };
  // Its mean is the lowest but one, and it may well be above that of frozen pretrained.
  const noisy = { "unfrozen-random": [0.05, 0.05, 0.05], "unfrozen-pretrained": [0.2, -0.05, -0.003] };
  const open = ofGaps({ ...gaps, ...noisy });
  assert.equal(open.answer, "inconclusive");
  assert(open.low! < 0 && open.high! > 0, "the comparison that leaves it open");
  // Behind by 0.02 with a 95 % t interval of a little less: not when the largest of three is looked for.
  const ahead = { "unfrozen-random": [0.05, 0.05, 0.05], "unfrozen-pretrained": [0.113, 0.121, 0.129] };
  assert(ofGaps({ ...gaps, ...ahead }).high! < 0);
  assert.equal(ofGaps({ ...gaps, ...ahead }).answer, "inconclusive");
  const clearly = { ...ahead, "unfrozen-pretrained": [0.2, 0.201, 0.203] };
  assert.equal(ofGaps({ ...gaps, ...clearly }).answer, "does not replicate");
  const noisier = ofGaps({ ...gaps, ...clearly, "unfrozen-random": [0.45, 0.05, 0.45] });
  assert.equal(noisier.answer, "does not replicate");
  assert(noisier.high! < 0, "the comparison that refutes it");
  const lost = ofGaps({ ...gaps, ...ahead, "unfrozen-pretrained": [0.05, 0.05, null] });
  assert.equal(lost.answer, "replicates", "a run that diverged before any evaluation has no gap");
  assertNear(lost.value!, 0.0505);
});

Deno.test("settings of one's own have no say in the paper's claims", () => {
  const own = [0, 1, 2].flatMap((seed) => [
    run("a", seed, 1e-4, 0.95),
    run("b", seed, 1e-4, 0.1),
    run("a", seed, 1e-3, 0.1),
    run("b", seed, 1e-3, 0.95),
  ]);
  const paper = syntheticFour({
    "frozen-random": [0.1, 0.1, 0.1],
    "frozen-pretrained": [0.2, 0.2, 0.2],
    "unfrozen-random": [0.3, 0.3, 0.3],
    "unfrozen-pretrained": [0.4, 0.4, 0.4],
  }, { task: "listops" });
  assert.deepEqual(verdicts([...paper, ...own]), verdicts(paper));
  assert.deepEqual(verdicts(own), verdicts([]));
});

Deno.test("learning rates that only one of two settings was tried at do not tell which wants the smaller", () => {
  const tried = (unfrozen: number[]) =>
    [0, 1, 2].flatMap((seed) => [
      ...[3e-4, 1e-3, 3e-3].map((rate) => run("frozen-pretrained", seed, rate, rate === 1e-3 ? 0.9 : 0.5)),
      ...unfrozen.map((rate) => run("unfrozen-pretrained", seed, rate, rate === 1e-4 ? 0.9 : rate)),
    ]);
  for (const rates of [[1e-5, 3e-5, 1e-4], [1e-5, 3e-5, 1e-3]]) {
    assert.equal(onListops("own-learning-rates", tried(rates)).value, null);
  }
  const shared = onListops("own-learning-rates", tried([1e-4, 3e-4, 1e-3]));
  assert.deepEqual(
    [shared.answer, shared.value],
    ["inconclusive", 1],
    "1e-3 is the better of the two both have",
  );
});

Deno.test("the steps between evaluations are those that were taken", () => {
  const early = (setting: string, steps: number[]) =>
    [0, 1, 2].map((seed) => {
      const history = syntheticHistory(
        { task: "listops", setting, seed },
        steps.map((_, i) => 0.1 * (i + 1)),
      );
      const evaluations = history.evaluations.map((evaluation, i) => ({ ...evaluation, step: steps[i] }));
      return { ...history, bestStep: steps.at(-1)!, evaluations };
    });
  // Trained for less than the 10 steps between evaluations: they may have got there at once.
  const short = [...early("frozen-random", [5]), ...early("frozen-pretrained", [5])];
  const { value, low, high } = onListops("pretraining-saves-steps", short);
  assert.deepEqual([value, low, high], [1, 0, Infinity]);
  const pretrained = early("frozen-pretrained", [4, 5, 10]);
  const uneven = [...early("frozen-random", [4, 38, 40]), ...pretrained];
  const found = onListops("pretraining-saves-steps", uneven);
  assert(Math.abs(found.value! - 4) < 1e-9);
  assert(Math.abs(found.low! - 4 * 38 / 40) < 1e-6 && Math.abs(found.high! - 4 * 10 / 5) < 1e-6);
  const coarsest = [early("frozen-random", [4, 38, 40])[0], ...early("frozen-random", [4, 20, 40]).slice(1)];
  const { low: least } = onListops("pretraining-saves-steps", [...coarsest, ...pretrained]);
  assert(Math.abs(least! - 4 * 20 / 40) < 1e-6, "the longest of all seeds' intervals");
});

Deno.test("a claim needs all its tasks, and one task refutes it", () => {
  const found = (answer: "replicates" | "does not replicate") => ({ ...unknown("mnist"), answer });
  assert.equal(overall([found("replicates"), unknown("listops")]), "inconclusive");
  assert.equal(overall([found("replicates"), found("replicates")]), "replicates");
  assert.equal(overall([unknown("listops"), found("does not replicate")]), "does not replicate");
  assert.equal(overall([]), "inconclusive");
});

Deno.test("matching is to be no more than the 1.3 points behind of the paper", () => {
  const answer = (deficit: number) =>
    onListops(
      "pretraining-matches-scratch",
      syntheticFour({
        "unfrozen-random": [0.6],
        "unfrozen-pretrained": [0.6 - deficit],
      }, { learningRates: [1e-3], task: "listops" }),
    ).answer;
  assert.equal(answer(0.012), "replicates");
  assert.equal(answer(0.014), "does not replicate");
});

Deno.test("each claim asks its own two settings", () => {
  const histories = syntheticFour({
    "frozen-random": [0.10, 0.20, 0.05],
    "frozen-pretrained": [0.11, 0.36, 0.2],
    "unfrozen-random": [0.60, 0.27, 0.1],
    "unfrozen-pretrained": [0.75, 0.13, 0.1],
  }, { task: "listops" });
  const expected = {
    "unfrozen-beats-frozen": 0.39,
    "unfrozen-random-beats-frozen-random": 0.4,
    "scratch-beats-frozen": 0.24,
    "pretraining-helps-frozen": 0.16,
    "pretraining-matches-scratch": 0.15,
    "one-learning-rate-misleads": 0.23,
    "one-learning-rate-misleads-on-scratch": 0.09,
  };
  for (const [claim, value] of Object.entries(expected)) {
    assertNear(onListops(claim, histories).value!, value);
  }
});

Deno.test("changes of order outside the claim's range of learning rates do not count", () => {
  for (
    const [rates, leads] of [[[1e-4, 1e-3, 1e-2], [0.3, 0.3, -0.49]], [[1e-6, 1e-4, 1e-3], [-0.49, 0.3, 0.3]]]
  ) {
    const { answer, value } = onListops("orders-change", ordered(rates, leads));
    assert.deepEqual([answer, value], ["does not replicate", 0]);
  }
});

Deno.test("intervals of orders hold together over all pairs at all learning rates", () => {
  // Means of 0.15 and -0.15 lie 13 standard errors out: beyond the 10.9 of 6 intervals, within the 15.5 of 12.
  assert.equal(onListops("orders-change", ordered([1e-4, 1e-3], [0.13, -0.17])).answer, "inconclusive");
});

Deno.test("best learning rates that agree are known to the grid's largest step", () => {
  const rates = [1e-4, 3e-4, 1e-3];
  const runs = [0, 1, 2].flatMap((seed) =>
    rates.flatMap((rate) => [
      run("frozen-pretrained", seed, rate, rate === 1e-3 ? 0.9 : 0.5),
      run("unfrozen-pretrained", seed, rate, rate === 1e-4 ? 0.9 : 0.5),
    ])
  );
  const shared = runs.filter(({ setting, learningRate }) =>
    setting === "frozen-pretrained" || learningRate !== 3e-4
  );
  for (const [histories, step] of [[runs, 10 / 3], [runs.toReversed(), 10 / 3], [shared, 10]] as const) {
    const { low, high } = onListops("own-learning-rates", histories);
    assert(Math.abs(low! - 10 / step) < 1e-5 && Math.abs(high! - 10 * step) < 1e-4, `${low} ${high}`);
  }
});
