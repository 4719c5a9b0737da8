import assert from "node:assert/strict";
import { verdicts } from "../../lib/analysis/verdicts.ts";
import type { History } from "../../lib/sweeps/histories.ts";
import { overall, unknown } from "../../lib/analysis/verdict.ts";
import { syntheticFour } from "./synthetic.ts";

const TASKS = ["listops", "mnist", "cifar10", "cifar10-lra"];

/** Each claim's answer on runs that are alike on all tasks. */
function answers(accuracies: Parameters<typeof syntheticFour>[0], options: { seeds?: number[] } = {}) {
  const histories: History[] = TASKS.flatMap((task) => syntheticFour(accuracies, { ...options, task }));
  return Object.fromEntries(verdicts(histories).map(({ claim, answer }) => [claim.name, answer]));
}

/** What the paper found, in caricature. */
const AS_PUBLISHED = {
  "frozen-random": [0.3, 0.5, 0.4],
  "frozen-pretrained": [0.5, 0.7, 0.6],
  "unfrozen-random": [0.8, 0.3, 0.1],
  "unfrozen-pretrained": [0.9, 0.2, 0.1],
};

Deno.test("runs like the paper's replicate its claims", () => {
  const found = answers(AS_PUBLISHED);
  for (
    const claim of [
      "unfrozen-beats-frozen",
      "unfrozen-random-beats-frozen-random",
      "pretraining-helps-frozen",
      "pretraining-matches-scratch",
      "own-learning-rates",
      "one-learning-rate-misleads",
      "orders-change",
    ]
  ) assert.equal(found[claim], "replicates", claim);
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
      "pretraining-helps-frozen",
      "pretraining-matches-scratch",
      "own-learning-rates",
      "one-learning-rate-misleads",
    ]
  ) assert.equal(found[claim], "does not replicate", claim);
});

Deno.test("one seed tells nothing of differences, and no runs tell nothing at all", () => {
  assert.equal(answers(AS_PUBLISHED, { seeds: [0] })["unfrozen-beats-frozen"], "cannot be told");
  assert(Object.values(answers({})).every((answer) => answer === "cannot be told"));
});

Deno.test("a claim needs all its tasks, and one task refutes it", () => {
  const found = (answer: "replicates" | "does not replicate") => ({ ...unknown("mnist"), answer });
  assert.equal(overall([found("replicates"), unknown("listops")]), "cannot be told");
  assert.equal(overall([found("replicates"), found("replicates")]), "replicates");
  assert.equal(overall([unknown("listops"), found("does not replicate")]), "does not replicate");
  assert.equal(overall([]), "cannot be told");
});
