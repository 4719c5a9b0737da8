import { PUBLISHED_TABLE_1 } from "../published/rothermel_2021.ts";
import type { History } from "../sweeps/record.ts";
import { difference, largestGap, speedup } from "./findings.ts";
import { aheadBelowLu, atLu, ordersThatDiffer, ratioOfLearningRates } from "./learning_rate_findings.ts";
import type { Finding, Quantity } from "./verdict.ts";

/** A claim of Rothermel et al. (2021), and how runs are asked about it. */
export interface Claim {
  name: string;
  /** In our words. */
  text: string;
  /** Where the paper makes it. */
  source: string;
  /** When it counts as replicated. */
  rule: string;
  quantity: Quantity;
  /** The tasks it is about; all of the paper's if not given. */
  tasks?: readonly string[];
  finding(task: string, histories: readonly History[]): Finding;
}

/** The largest deficit in points that the paper's Table 1 has where the text says "match": that on ListOps. */
const MATCH = Number((publishedMean("unfrozen-random") - publishedMean("unfrozen-pretrained")).toFixed(1));

function publishedMean(setting: string): number {
  return PUBLISHED_TABLE_1.cells.find((cell) => cell.task === "listops" && cell.setting === setting)!.mean;
}

const INTERVAL =
  "the 95 % t interval of the difference over seeds, each setting at its best learning rate, is";

/** How runs are asked whether one setting is better than another, each tuned. */
function whenTuned(better: string, worse: string): Pick<Claim, "rule" | "quantity" | "finding"> {
  return {
    rule: `${INTERVAL} above 0`,
    quantity: "difference of accuracies",
    finding: (task, histories) => difference(task, histories, better, worse),
  };
}

/** How runs are asked whether the frozen pretrained transformer is better than an unfrozen one at 1e-3. */
function whenAtLu(unfrozen: string): Pick<Claim, "rule" | "quantity" | "finding"> {
  return {
    rule: "the 95 % t interval of frozen minus unfrozen over seeds, both at 1e-3, is above 0",
    quantity: "difference of accuracies",
    finding: (task, histories) => atLu(task, histories, unfrozen),
  };
}

/** Those about settings at their best learning rates, which runs at these alone can answer. */
export const CLAIMS_WHEN_TUNED: readonly Claim[] = [
  {
    name: "unfrozen-beats-frozen",
    text: "With learning rates tuned, training all of a pretrained transformer beats freezing its body.",
    source: "abstract; Table 1",
    ...whenTuned("unfrozen-pretrained", "frozen-pretrained"),
  },
  {
    name: "unfrozen-random-beats-frozen-random",
    text: "The same holds without pretraining.",
    source: "Table 1",
    ...whenTuned("unfrozen-random", "frozen-random"),
  },
  {
    name: "scratch-beats-frozen",
    text: "A transformer trained from scratch beats a pretrained one with a frozen body.",
    source: "abstract; Table 1",
    ...whenTuned("unfrozen-random", "frozen-pretrained"),
  },
  {
    name: "pretraining-helps-frozen",
    text: "Of the frozen transformers the pretrained one is better than the random one.",
    source: "Table 1",
    ...whenTuned("frozen-pretrained", "frozen-random"),
  },
  {
    name: "pretraining-matches-scratch",
    text: "Trained whole, a pretrained transformer outperforms or matches one trained from scratch.",
    source: "abstract; Table 1",
    rule:
      `${INTERVAL} above \u2212${MATCH} points, the largest deficit that the paper calls a match, on ListOps; ` +
      "on MNIST that is lenient, as few errors are left there",
    quantity: "difference of accuracies",
    finding: (task, histories) =>
      difference(task, histories, "unfrozen-pretrained", "unfrozen-random", -MATCH / 100),
  },
  {
    name: "frozen-can-overfit",
    text: "On ListOps, frozen pretrained has the largest gap between training and test accuracy.",
    source: "section on train/test gaps (wording from a quotation, not checked in the paper)",
    rule:
      "its gap, less that of each other setting, has a 95 % t interval above 0; refuted if one is below 0, by intervals of " +
      "which, with 95 %, all hold together (Bonferroni)",
    quantity: "difference of accuracies",
    tasks: ["listops"],
    finding: largestGap,
  },
  {
    name: "pretraining-saves-steps",
    text:
      "Frozen, a pretrained transformer reaches the best accuracy of a random one in fewer steps than that one.",
    source: "Table 2 (its numbers not verified)",
    rule:
      "all seeds get there; the random one's steps to its own best over theirs have a 95 % t interval above 1, after " +
      "that is widened by the steps between evaluations; and early stopping, not the last step, ended all of the " +
      "random one's runs",
    quantity: "speedup",
    finding: speedup,
  },
];

export const CLAIMS: readonly Claim[] = [
  ...CLAIMS_WHEN_TUNED,
  {
    name: "own-learning-rates",
    text:
      "Training all of a pretrained transformer wants a smaller learning rate than training the frozen one.",
    source: "Figure 2",
    rule:
      "the ratio of their best learning rates, chosen seed by seed on validation, has a 95 % t interval above 1, after " +
      "that is widened either way by a step of the grid",
    quantity: "ratio of learning rates",
    finding: ratioOfLearningRates,
  },
  {
    name: "one-learning-rate-misleads",
    text: "At the 1e-3 of Lu et al. the frozen pretrained transformer is better than the one trained whole.",
    source: "Figures 1 and 2",
    ...whenAtLu("unfrozen-pretrained"),
  },
  {
    name: "one-learning-rate-misleads-on-scratch",
    text: "At the 1e-3 of Lu et al. the frozen pretrained transformer is better than one from scratch.",
    source: "abstract; Figures 1 and 2",
    ...whenAtLu("unfrozen-random"),
  },
  {
    name: "lower-learning-rates-invert",
    text:
      "On CIFAR10-LRA any learning rate below the 1e-3 of Lu et al. puts training all of the pretrained transformer ahead of " +
      "freezing it.",
    source: "caption of Figure 1",
    rule:
      "at each tried learning rate below 1e-3 the 95 % t interval of unfrozen minus frozen over seeds is above 0",
    quantity: "lower learning rates",
    tasks: ["cifar10-lra"],
    finding: aheadBelowLu,
  },
  {
    name: "orders-change",
    text: "On ListOps, each learning rate from 1e-5 to 1e-3 gives another order of the settings.",
    source: "section on ListOps (wording from a quotation, not checked in the paper)",
    rule:
      "for any two of the tried learning rates from 1e-5 to 1e-3 two settings change places: one is ahead at one of the " +
      "rates and the other at the other, by t intervals over seeds of which, with 95 %, all hold together (Bonferroni), " +
      "which three seeds hardly ever tell",
    quantity: "pairs of learning rates",
    tasks: ["listops"],
    finding: ordersThatDiffer,
  },
];
