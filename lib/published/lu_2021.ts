/**
 * Figures of Lu et al. (2021), "Pretrained transformers as universal computation engines", arXiv:2103.05247: test
 * accuracy in percent of GPT-2 base, one run each, all at a learning rate of 1e-3.
 */

const SOURCE = "Lu et al. (2021), arXiv:2103.05247";

/** The one learning rate that Lu et al. (2021) used for every setting. */
export const LU_LEARNING_RATE = {
  value: 1e-3,
  authors: "Lu et al.",
} as const;

/** A published row: what our setting of the same kind is called, and accuracies by task. */
export interface PublishedRow {
  setting: string;
  /** What the row varies, in words. */
  label: string;
  /** In percent; tasks without a figure are left out. */
  accuracies: Readonly<Record<string, number>>;
  /** Those that are printed with other digits than the table's, or with a mark, by task. */
  printed?: Readonly<Record<string, string>>;
}

/** A table of a paper whose rows are settings. */
export interface PublishedTable {
  /** What its rows differ in. */
  title: string;
  source: string;
  rows: readonly PublishedRow[];
  /** What its figures want said of them, as sentences. */
  remark?: string;
}

/** How many decimals a table's figures have: those of one without any are whole percents. */
export function decimalsOf({ rows }: PublishedTable): 0 | 1 {
  return rows.every(({ accuracies }) => Object.values(accuracies).every(Number.isInteger)) ? 0 : 1;
}

/** How we know the figures below; every table that shows them says so. */
export const LU_VERIFICATION =
  "as quoted in public research notes, whose quotation of Table 1 of Rothermel et al. (2021) is right to the digit; " +
  "not checked in the paper itself";

const TASKS = ["bit-memory", "bit-xor", "listops", "mnist", "cifar10", "cifar10-lra"] as const;

/** A row whose accuracies are in the order of the paper's columns; null where the paper has none. */
function row(setting: string, label: string, ...accuracies: (number | null)[]): PublishedRow {
  const known = TASKS.flatMap((task, i) => accuracies[i] == null ? [] : [[task, accuracies[i]] as const]);
  return { setting, label, accuracies: Object.fromEntries(known) };
}

/** What Lu et al. concluded from: their frozen pretrained transformer against one trained whole from scratch. */
export const LU_FROZEN_AND_SCRATCH: PublishedTable = {
  title: "Which transformer",
  source: `${SOURCE}, Table 1`,
  rows: [
    row("frozen-pretrained", "Frozen Pretrained", 100, 100, 38.4, 98.0, 72.1, 38.6),
    {
      ...row("unfrozen-random", "From scratch (Unfrozen Random)", 100, 100, 38, 99.1, 70.3, 42),
      printed: { "listops": "38", "cifar10-lra": "42" },
    },
  ],
  remark:
    "Their sizes differ: on CIFAR10 the frozen one has 36 layers (68.2 % with 12) and the one from scratch 3; from scratch, " +
    "those on ListOps and CIFAR10-LRA are figures that Tay et al. (2020) got from 3 layers after tuning hyperparameters.",
};

/** Is it more than the statistics of the weights? */
export const LU_CONTROLS: PublishedTable = {
  title: "Where the frozen body's weights come from",
  source: `${SOURCE}, Table 9`,
  rows: [
    row("frozen-pretrained", "Pretrained", 100, 100, 38.4, 98.0, 68.2, 38.6),
    row(
      "frozen-statistics",
      "Random with the statistics of the pretrained",
      100,
      100,
      37.4,
      97.2,
      56.5,
      33.1,
    ),
    row("frozen-random", "Random", 75.8, 100, 34.3, 91.7, 61.7, 36.1),
  ],
};

/** Which of the trained parts matter, with a pretrained body. */
export const LU_PARTS_PRETRAINED: PublishedTable = {
  title: "Which parts are trained, body pretrained",
  source: `${SOURCE}, Table 15`,
  rows: [
    row("output-only-pretrained", "Output layer", 76, 56, 15, 23, 25, 17),
    row("output-layer-norms-pretrained", "+ layer norms", 94, 98, 36, 96, 54, 39),
    row("output-layer-norms-input-pretrained", "+ input layer", 100, 98, 36, 98, 60, 39),
    row("frozen-pretrained", "+ positions (Frozen Pretrained)", 100, 100, 38, 98, 68, 39),
  ],
};

/** The same with a random body; of Bit Memory we know no figures. */
export const LU_PARTS_RANDOM: PublishedTable = {
  title: "Which parts are trained, body random",
  source: `${SOURCE}, Table 21`,
  rows: [
    row("output-only-random", "Output layer", null, 50, 17, 25, 20, 11),
    row("output-layer-norms-random", "+ layer norms", null, 100, 35, 83, 46, 34),
    row("output-layer-norms-input-random", "+ input layer", null, 100, 36, 92, 56, 36),
    row("frozen-random", "+ positions (Frozen Random)", null, 100, 37, 92, 62, 36),
  ],
};

/** Where the figures of the two tables above are from. */
export const LU_PARTS_SOURCE = `${SOURCE}, Tables 15 and 21`;

/** What unfreezing more does, at the one learning rate; runs that diverged count with what they had reached. */
export const LU_UNFREEZING: PublishedTable = {
  title: "What is trained besides",
  source: `${SOURCE}, Table 13`,
  rows: [
    row("frozen-pretrained", "Nothing (Frozen Pretrained)", 100, 100, 38.4, 98.0, 68.2, 38.6),
    row("frozen-but-mlp-pretrained", "MLP", 100, 100, 36.0, 98.3, 76.6, 38.2),
    {
      ...row("frozen-but-attention-pretrained", "Attention", 100, 100, 36.8, 89.0, 47.7, 23.0),
      printed: { "mnist": "89.0 †", "cifar10": "47.7 †" },
    },
    {
      ...row("unfrozen-pretrained", "Both (Unfrozen Pretrained)", 100, 100, 35.8, 93.1, 32.9, 21.0),
      printed: { "mnist": "93.1 †" },
    },
  ],
  remark: "† Training diverged; the accuracy before.",
};

/** How many blocks it takes to mix tokens, where the output layer and the layer norms are trained; body pretrained. */
export const LU_DEPTH_PRETRAINED: PublishedTable = {
  title: "How many blocks, body pretrained",
  source: `${SOURCE}, Table 11; all blocks: Table 15`,
  rows: [
    row("layers-1-pretrained", "1 block", null, null, 17),
    row("layers-2-pretrained", "2 blocks", null, null, 36),
    row("layers-6-pretrained", "6 blocks", null, null, 38),
    row("output-layer-norms-pretrained", "All blocks", null, null, 36),
  ],
};

/** The same with a random body. */
export const LU_DEPTH_RANDOM: PublishedTable = {
  title: "How many blocks, body random",
  source: `${SOURCE}, Table 11; all blocks: Table 21`,
  rows: [
    row("layers-1-random", "1 block", null, null, 17),
    row("layers-2-random", "2 blocks", null, null, 16),
    row("layers-6-random", "6 blocks", null, null, 35),
    row("output-layer-norms-random", "All blocks", null, null, 35),
  ],
};

/** Test accuracy on CIFAR10 by the size of the body. */
export const LU_SIZES = {
  source: `${SOURCE}, Table 8`,
  task: "cifar10",
  rows: [
    { model: "gpt2", "frozen-pretrained": 68.2, "frozen-random": 61.7 },
    { model: "gpt2-medium", "frozen-pretrained": 69.8, "frozen-random": 64.0 },
    { model: "gpt2-large", "frozen-pretrained": 72.1, "frozen-random": 65.7 },
  ],
} as const;

/** Gradient steps until a frozen transformer had converged, pretrained and random. */
export const LU_STEPS = {
  source: `${SOURCE}, Table 6`,
  rows: [
    { task: "bit-memory", "frozen-pretrained": 1e4, "frozen-random": 4e4 },
    { task: "bit-xor", "frozen-pretrained": 5e2, "frozen-random": 2e4 },
    { task: "listops", "frozen-pretrained": 2e3, "frozen-random": 6e3 },
    { task: "mnist", "frozen-pretrained": 5e3, "frozen-random": 2e4 },
    { task: "cifar10", "frozen-pretrained": 4e5, "frozen-random": 4e5 },
    { task: "cifar10-lra", "frozen-pretrained": 3e5, "frozen-random": 6e5 },
  ],
} as const;

/** Test and training accuracy in percent, of which Lu et al. concluded that a frozen transformer underfits. */
export const LU_GAPS = {
  source: `${SOURCE}, Table 7`,
  task: "cifar10-lra",
  rows: [
    { label: "Frozen Pretrained", test: "38.6", train: "38.5" },
    { label: "a transformer of 3 layers from scratch", test: "42", train: "70" },
    { label: "a Linformer of 3 layers from scratch", test: "39", train: "97" },
  ],
} as const;
