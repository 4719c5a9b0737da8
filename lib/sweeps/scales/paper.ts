import type { Scale } from "./scale.ts";

/** One to each decade of the paper's range, 1e-6 to 1e-2; the paper does not state its number of steps. */
const DECADES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2];

/** How often the paper evaluates and how patient it is are not stated; the maximum steps are those of its section 3. */
const EVALUATION = { evaluateEvery: 2000, patience: 15 };

const LISTOPS = { task: { name: "listops" }, training: { maximumSteps: 300_000, ...EVALUATION } } as const;
const MNIST = { task: { name: "mnist" }, training: { maximumSteps: 400_000, ...EVALUATION } } as const;
const CIFAR10 = { task: { name: "cifar10" }, training: { maximumSteps: 400_000, ...EVALUATION } } as const;
const CIFAR10_LRA = {
  task: { name: "cifar10-lra" },
  training: { maximumSteps: 300_000, ...EVALUATION },
} as const;

const GRID = { learningRates: DECADES, seeds: [0, 1, 2] };

/** The paper's own protocol, for a GPU. */
export const PAPER: Scale = {
  model: "gpt2",
  main: { tasks: [LISTOPS, MNIST, CIFAR10, CIFAR10_LRA], ...GRID },
  parts: { tasks: [LISTOPS, MNIST, CIFAR10, CIFAR10_LRA], ...GRID },
  depth: { tasks: [LISTOPS], ...GRID, layers: [1, 2, 6] },
  bodies: { tasks: [CIFAR10], ...GRID, models: ["gpt2-medium", "gpt2-large"] },
};
