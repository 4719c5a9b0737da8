import assert from "node:assert/strict";
import { conclusions } from "../../lib/analysis/counterfactual.ts";
import { curves } from "../../lib/analysis/curves.ts";
import { expectedValidation } from "../../lib/analysis/expected_validation.ts";
import { flips } from "../../lib/analysis/flips.ts";
import { atOneRate } from "../../lib/analysis/one_learning_rate.ts";
import { rankings } from "../../lib/analysis/rankings.ts";
import { assertNear } from "./near.ts";
import { pendingRun, syntheticFour, syntheticRun } from "./synthetic.ts";

/** As in the paper: at 1e-3 frozen seems better, with each tuned unfrozen is. */
const RUNS = syntheticFour({
  "frozen-pretrained": [0.5, 0.7, 0.6],
  "unfrozen-pretrained": [0.9, 0.6, 0.1],
});
const POINTS = curves(RUNS);

Deno.test("settings are ranked at each learning rate by test accuracy, and flips are found", () => {
  const ranked = rankings(POINTS);
  assert.deepEqual(
    ranked.map(({ learningRate, order }) => [learningRate, ...order.map(({ setting }) => setting)]),
    [
      [1e-4, "unfrozen-pretrained", "frozen-pretrained"],
      [1e-3, "frozen-pretrained", "unfrozen-pretrained"],
      [1e-2, "frozen-pretrained", "unfrozen-pretrained"],
    ],
  );
  const [{ before, after, ...flip }, ...others] = flips(RUNS);
  assert.deepEqual(others, []);
  assert.deepEqual(flip, {
    task: "mnist",
    settings: ["unfrozen-pretrained", "frozen-pretrained"],
    from: 1e-4,
    to: 1e-3,
    clear: true,
  });
  assert(Math.abs(before!.difference - 0.4) < 1e-12);
  assert(Math.abs(after!.difference + 0.1) < 1e-12);
});

Deno.test("a flip that seeds do not agree on is not clear, and neither is one of a single seed", () => {
  const pair = (seed: number, learningRate: number, a: number) => [
    syntheticRun({ setting: "a", seed, learningRate, testAccuracy: a }),
    syntheticRun({ setting: "b", seed, learningRate, testAccuracy: 0.5 }),
  ];
  const seeds = (learningRate: number, accuracies: number[]) =>
    accuracies.flatMap((a, seed) => pair(seed, learningRate, a));
  const clearly = { before: [0.7, 0.71, 0.72], after: [0.3, 0.31, 0.32] };
  const divided = { before: [0.7, 0.7, 0.4], after: [0.3, 0.3, 0.6] };
  for (
    const [before, after, expected] of [
      [clearly.before, clearly.after, true],
      [clearly.before, divided.after, false],
      [divided.before, clearly.after, false],
      [[0.6, 0.7, 0.8], [0.2, 0.3, 0.4], false], // too few seeds for so wide a spread
    ] as const
  ) {
    const found = flips([...seeds(1e-4, [...before]), ...seeds(1e-3, [...after])]);
    assert.deepEqual(found.map(({ clear }) => clear), [expected]);
  }
  assert.deepEqual(flips([...pair(0, 1e-4, 0.6), ...pair(0, 1e-3, 0.2)]).map(({ clear }) => clear), [false]);
});

Deno.test("equal settings share a rank and do not flip; settings without a result have none", () => {
  const runs = [
    syntheticRun({ setting: "a", testAccuracy: 0.5 }),
    syntheticRun({ setting: "b", testAccuracy: 0.5 }),
    syntheticRun({ setting: "a", learningRate: 1e-2, testAccuracy: 0.5 }),
    syntheticRun({ setting: "b", learningRate: 1e-2, testAccuracy: 0.6 }),
    pendingRun({ setting: "c" }),
  ];
  assert.deepEqual(rankings(curves(runs))[0].order.map(({ rank }) => rank), [1, 1]);
  assert.deepEqual(flips(runs), []);
  const caughtUp = runs.map((run) => ({ ...run, learningRate: 1e-5 / run.learningRate })); // the tie comes last
  assert.deepEqual(flips(caughtUp), []);
});

Deno.test("settings that tie in between flip where they are apart again", () => {
  const accuracies = [[1e-4, 0.6, 0.5], [1e-3, 0.8, 0.8], [1e-2, 0.3, 0.7]];
  const runs = accuracies.flatMap(([learningRate, a, b]) => [
    syntheticRun({ setting: "a", learningRate, testAccuracy: a }),
    syntheticRun({ setting: "b", learningRate, testAccuracy: b }),
  ]);
  assert.deepEqual(flips(runs).map(({ settings, from, to }) => [...settings, from, to]), [
    ["a", "b", 1e-4, 1e-2],
  ]);
});

Deno.test("means that differ in their last bit only are equal", () => {
  const seeds = (setting: string, accuracies: number[]) =>
    accuracies.map((testAccuracy, seed) => syntheticRun({ setting, seed, testAccuracy }));
  const runs = [...seeds("a", [0.1, 0.2, 0.3]), ...seeds("b", [0.3, 0.2, 0.1])];
  const [{ order }] = rankings(curves(runs));
  assert.notEqual(order[0].mean, order[1].mean);
  assert.deepEqual(order.map(({ rank }) => rank), [1, 1]);
});

Deno.test("two settings flip between the learning rates that both have, whatever others have in between", () => {
  const runs = [
    syntheticRun({ setting: "c", learningRate: 1e-4, testAccuracy: 0.5 }),
    syntheticRun({ setting: "c", learningRate: 1e-3, testAccuracy: 0.3 }),
    syntheticRun({ setting: "a", learningRate: 1e-5, testAccuracy: 0.6 }),
    syntheticRun({ setting: "b", learningRate: 1e-5, testAccuracy: 0.5 }),
    syntheticRun({ setting: "a", learningRate: 1e-3, testAccuracy: 0.4 }),
    syntheticRun({ setting: "b", learningRate: 1e-3, testAccuracy: 0.5 }),
  ];
  assert.deepEqual(flips(runs).map(({ settings, from, to }) => [...settings, from, to]), [[
    "a",
    "b",
    1e-5,
    1e-3,
  ]]);
});

Deno.test("tasks do not flip into one another", () => {
  const of = (task: string, a: number) => [
    syntheticRun({ task, setting: "a", testAccuracy: a }),
    syntheticRun({ task, setting: "b", testAccuracy: 0.5 }),
  ];
  assert.deepEqual(flips([...of("mnist", 0.4), ...of("listops", 0.6)]), []);
});

Deno.test("one learning rate for all has a winner, which need not be the one that tuning finds", () => {
  const found = atOneRate(RUNS);
  assert.deepEqual(
    found.map(({ learningRate, winners, right }) => [learningRate, winners.join(), right]),
    [
      [1e-4, "unfrozen-pretrained", true],
      [1e-3, "frozen-pretrained", false],
      [1e-2, "frozen-pretrained", false],
    ],
  );
  for (const [i, regret] of [0, 0.2, 0.3].entries()) assert(Math.abs(found[i].regret - regret) < 1e-12);
});

Deno.test("settings are ranked over the seeds that all of them have whole, where there are such", () => {
  const run = (setting: string, seed: number, learningRate: number, testAccuracy: number) =>
    syntheticRun({ setting, seed, learningRate, testAccuracy });
  // Seed 0 is not there yet of b; over seed 1, which both have, b is ahead at either learning rate.
  const runs = [
    ...[run("a", 0, 1e-4, 0.9), run("a", 0, 1e-3, 0.1), run("a", 1, 1e-4, 0.5), run("a", 1, 1e-3, 0.1)],
    ...[run("b", 1, 1e-4, 0.6), run("b", 1, 1e-3, 0.6)],
  ];
  assert.deepEqual(flips(runs), []);
  const elsewhere = ["a", "b"].flatMap((setting) =>
    [0, 1].map((seed) => syntheticRun({ task: "listops", setting, seed }))
  );
  assert.deepEqual(flips([...runs, ...elsewhere]), [], "another task has seed 0 of both");
  assert.deepEqual(atOneRate(runs).map(({ winners, right }) => [winners, right]), [[["b"], true], [
    ["b"],
    true,
  ]]);
  const apart = runs.filter(({ setting, seed }) => setting === "b" || seed === 0);
  assert.deepEqual(atOneRate(apart).map(({ winners }) => winners), [["a"], ["b"]], "no seed is shared");
});

Deno.test("a setting that ties with the best when tuned is no wrong winner", () => {
  const perfect = ["frozen-random", "frozen-pretrained"].flatMap((setting, i) =>
    [1e-3, 1e-2].map((learningRate, j) =>
      syntheticRun({ setting, learningRate, validationAccuracy: i === j ? 1 : 0.9 })
    )
  );
  assert.deepEqual(atOneRate(perfect).map(({ winners, right }) => [winners.join(), right]), [
    ["frozen-random", true],
    ["frozen-pretrained", true],
  ]);
  // Means that differ in their last bit.
  const alike = [["a", 0.1, 0.2, 0.3], ["b", 0.3, 0.2, 0.1]].flatMap(([setting, ...accuracies]) =>
    accuracies.map((accuracy, seed) =>
      syntheticRun({ setting: `${setting}`, seed, testAccuracy: Number(accuracy) })
    )
  );
  assert.deepEqual(atOneRate(alike).map(({ winners, right }) => [winners.join(), right]), [["a,b", true]]);
});

Deno.test("of settings that tie for the win one that is not the best when tuned makes it a wrong one", () => {
  const found = atOneRate([
    syntheticRun({ setting: "a" }),
    syntheticRun({ setting: "b" }),
    syntheticRun({ setting: "a", learningRate: 1e-2, validationAccuracy: 0.4 }),
    syntheticRun({ setting: "b", learningRate: 1e-2, validationAccuracy: 0.6 }),
  ]);
  assert.deepEqual(found.map(({ winners, right }) => [winners.join(), right]), [["a,b", false], ["b", true]]);
});

Deno.test("tuning one side only can turn a conclusion round", () => {
  const found = conclusions(RUNS, 1e-3);
  const differences = { both: 0.2, frozen: -0.1, unfrozen: 0.2, neither: -0.1 };
  assert.deepEqual(found.map(({ tuned }) => tuned), Object.keys(differences), "there are no random settings");
  for (const { tuned, comparison: { difference, means: [unfrozen, frozen] }, reversed, clear } of found) {
    assert(Math.abs(difference - differences[tuned]) < 1e-12, tuned);
    assert(Math.abs(unfrozen - frozen - difference) < 1e-12);
    assert.equal(reversed, difference < 0, tuned);
    assert(clear, tuned);
  }
  const oneSeed = conclusions(RUNS.filter(({ seed }) => seed === 0), 1e-3);
  assert.deepEqual(oneSeed.map(({ reversed }) => reversed), [false, true, false, true]);
  assert(oneSeed.every(({ clear }) => !clear), "one seed says nothing of its noise");
});

Deno.test("there is no conclusion to turn round where seeds differ by more than the settings", () => {
  const noisy = RUNS.map((run) => ({ ...run, testAccuracy: run.testAccuracy! + [-0.3, 0, 0.3][run.seed] }));
  const swapped = noisy.map((run) =>
    run.setting === "frozen-pretrained" ? { ...run, testAccuracy: 1 - run.testAccuracy } : run
  );
  const found = conclusions(swapped, 1e-3);
  assert.deepEqual(found.map(({ reversed }) => reversed), [null, null, null, null]);
  assert(found.every(({ clear }) => !clear));
});

Deno.test("the pair that Lu et al. compared is among those that tuning decides", () => {
  const found = conclusions(
    syntheticFour({ "frozen-pretrained": [0.5, 0.7, 0.6], "unfrozen-random": [0.9, 0.6, 0.1] }),
    1e-3,
  );
  assert.deepEqual(
    found.map(({ unfrozen, frozen, tuned, reversed }) => [unfrozen, frozen, tuned, reversed]),
    [["both", false], ["frozen", true], ["unfrozen", false], ["neither", true]].map((rest) => [
      "unfrozen-random",
      "frozen-pretrained",
      ...rest,
    ]),
  );
});

Deno.test("the expected validation accuracy goes from the mean of the grid towards its best", () => {
  const expected = expectedValidation(
    curves(
      [
        ...[0.2, 0.4, 0.9].map((validationAccuracy, i) =>
          syntheticRun({ learningRate: 10 ** (i - 4), validationAccuracy })
        ),
        pendingRun({ learningRate: 1e-1 }),
        syntheticRun({ setting: "unfrozen-random", validationAccuracy: 0.7 }),
      ],
    ),
  );
  assert.deepEqual(expected.map(({ setting, tries }) => `${setting} ${tries}`), [
    ...[1, 2, 3].map((tries) => `frozen-random ${tries}`),
    "unfrozen-random 1",
  ]);
  // Two of three with replacement: 0.2 in 1, 0.4 in 3 and 0.9 in 5 of 9 cases.
  for (const [i, accuracy] of [0.5, (0.2 + 3 * 0.4 + 5 * 0.9) / 9].entries()) {
    assert(Math.abs(expected[i].accuracy - accuracy) < 1e-12);
  }
});

Deno.test("a conclusion is not reversed by what rounding alone has made", () => {
  const unfrozen = { setting: "unfrozen-random", validationAccuracy: 0.1, testAccuracy: 0.3 - 0.1 };
  const records = [
    syntheticRun(unfrozen),
    syntheticRun({ ...unfrozen, learningRate: 1e-2, validationAccuracy: 0.9, testAccuracy: 0.5 }),
    syntheticRun({ setting: "frozen-random", testAccuracy: 0.4 - 0.2 }),
  ];
  const found = conclusions(records, 1e-3).filter(({ tuned }) => ["both", "neither"].includes(tuned));
  assert.deepEqual(found.map(({ reversed }) => reversed), [false, false]);
  assert(found[1].comparison.difference < 0);
});

Deno.test("where a setting has no result there is no winner", () => {
  const found = atOneRate([
    ...["a", "b", "c"].map((setting) => syntheticRun({ setting })),
    ...["a", "b"].map((setting) => syntheticRun({ setting, learningRate: 1e-2, validationAccuracy: 0.4 })),
  ]);
  assert.deepEqual(found.map(({ learningRate }) => learningRate), [1e-3]);
});

Deno.test("what is expected is the validation accuracy", () => {
  const [one] = expectedValidation(curves([syntheticRun({ validationAccuracy: 0.5, testAccuracy: 0.9 })]));
  assert.equal(one.accuracy, 0.5);
});

Deno.test("what is not tuned has the fixed learning rate, on either side", () => {
  const found = conclusions(
    syntheticFour({ "frozen-pretrained": [0.8, 0.5, 0.1], "unfrozen-pretrained": [0.9, 0.6, 0.1] }),
    1e-3,
  );
  const expected = { both: 0.1, frozen: -0.2, unfrozen: 0.4, neither: 0.1 };
  for (const { tuned, comparison } of found) assertNear(comparison.difference, expected[tuned]);
});

Deno.test("a conclusion is clear only where both it and the one of tuning both are", () => {
  const noisyAt = (rate: number) =>
    RUNS.map((run) =>
      run.setting === "unfrozen-pretrained" && run.learningRate === rate
        ? { ...run, testAccuracy: run.testAccuracy! + [-0.5, 0, 0.5][run.seed] }
        : run
    );
  const clear = (records: typeof RUNS) =>
    Object.fromEntries(conclusions(records, 1e-3).map(({ tuned, clear }) => [tuned, clear]));
  // 1e-4 is the unfrozen one's best.
  assert.deepEqual(clear(noisyAt(1e-4)), { both: false, frozen: false, unfrozen: false, neither: false });
  assert.deepEqual(clear(noisyAt(1e-3)), { both: true, frozen: false, unfrozen: true, neither: false });
});
