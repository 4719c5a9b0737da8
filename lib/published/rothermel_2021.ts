/** A figure of a paper: mean and standard error in percent, as printed there. */
export interface PublishedAccuracy {
  task: string;
  setting: string;
  mean: number;
  error: number;
}

/**
 * Table 1 of Rothermel et al. (2021): test accuracy in percent at the best learning rate, mean and standard error
 * over 3 seeds.
 */
export const PUBLISHED_TABLE_1 = {
  source: "Rothermel et al. (2021), arXiv:2107.12460, Table 1",
  protocol:
    "GPT-2 base, batch size 8, learning rates from 1e-6 to 1e-2, 3 seeds, early stopping on validation, at most " +
    "300,000 gradient steps on ListOps and CIFAR10-LRA and 400,000 on MNIST and CIFAR10",
  tasks: ["listops", "mnist", "cifar10", "cifar10-lra"],
  settings: ["frozen-random", "frozen-pretrained", "unfrozen-random", "unfrozen-pretrained"],
  cells: [
    { task: "listops", setting: "frozen-random", mean: 38.9, error: 0.3 },
    { task: "listops", setting: "frozen-pretrained", mean: 46.1, error: 0.3 },
    { task: "listops", setting: "unfrozen-random", mean: 57.6, error: 0.8 },
    { task: "listops", setting: "unfrozen-pretrained", mean: 56.3, error: 0.9 },
    { task: "mnist", setting: "frozen-random", mean: 98.0, error: 0.0 },
    { task: "mnist", setting: "frozen-pretrained", mean: 98.5, error: 0.1 },
    { task: "mnist", setting: "unfrozen-random", mean: 98.7, error: 0.0 },
    { task: "mnist", setting: "unfrozen-pretrained", mean: 99.0, error: 0.0 },
    { task: "cifar10", setting: "frozen-random", mean: 61.8, error: 0.2 },
    { task: "cifar10", setting: "frozen-pretrained", mean: 66.3, error: 0.0 },
    { task: "cifar10", setting: "unfrozen-random", mean: 77.8, error: 0.2 },
    { task: "cifar10", setting: "unfrozen-pretrained", mean: 77.7, error: 0.1 },
    { task: "cifar10-lra", setting: "frozen-random", mean: 44.2, error: 0.3 },
    { task: "cifar10-lra", setting: "frozen-pretrained", mean: 54.7, error: 1.4 },
    { task: "cifar10-lra", setting: "unfrozen-random", mean: 62.0, error: 0.7 },
    { task: "cifar10-lra", setting: "unfrozen-pretrained", mean: 67.8, error: 0.3 },
  ] satisfies PublishedAccuracy[],
} as const;
