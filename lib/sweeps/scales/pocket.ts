import { PARTS_SETTINGS } from "../lu_et_al.ts";
import type { Scale } from "./scale.ts";

const HALF_DECADES = [1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2];
/** For tasks that cost more: those around the 1e-3 of Lu et al., as far down as unfrozen settings need them. */
const UPPER = HALF_DECADES.filter((learningRate) => learningRate >= 3e-5);

/** Rounds the factors of matrix products, which takes about a third off the time of a step; parameters stay float32. */
const FAST = { matmulPrecision: "bfloat16" } as const;

/*
 * The paper's tasks, shortened to what two cores can sweep in hours: images in 16 patches instead of 64, ListOps
 * of 17 to 63 symbols instead of 501 to 1,999, LRA's images averaged to 8 x 8, hence 64 pixels instead of 1,024.
 */
const MNIST = {
  task: { name: "mnist", patch: 8 },
  training: { maximumSteps: 3000, evaluateEvery: 500, patience: 4, validationExamples: 2000, ...FAST },
} as const;

const CIFAR10 = {
  task: { name: "cifar10", patch: 8 },
  training: { maximumSteps: 8000, evaluateEvery: 1000, patience: 4, validationExamples: 2000, ...FAST },
} as const;

const LISTOPS = {
  task: { name: "listops", minimumLength: 16, maximumLength: 64, depth: 6 },
  training: { maximumSteps: 3000, evaluateEvery: 500, patience: 4, validationExamples: 1000, ...FAST },
} as const;

const CIFAR10_LRA = {
  task: { name: "cifar10-lra", pixels: 8 },
  training: { maximumSteps: 2000, evaluateEvery: 250, patience: 4, validationExamples: 1000, ...FAST },
} as const;

const BIT_MEMORY = {
  task: { name: "bit-memory", bits: 100, patch: 25 },
  training: { maximumSteps: 2000, evaluateEvery: 250, patience: 4, ...FAST },
} as const;

const BIT_XOR = {
  task: { name: "bit-xor" },
  training: { maximumSteps: 2000, evaluateEvery: 250, patience: 4, ...FAST },
} as const;

/** A task whose validation still rose at the end of the main sweep, with more steps. */
const longer = (
  { task, training }: typeof MNIST | typeof LISTOPS | typeof CIFAR10 | typeof CIFAR10_LRA,
  more: { maximumSteps: number; evaluateEvery: number; validationExamples?: number },
) => ({ task, training: { ...training, ...more } });

/** Of Lu et al.'s settings, those that stay frozen want higher learning rates than those that unfreeze attention or MLPs. */
const FREEZING = [3e-4, 1e-3, 3e-3, 1e-2];
const unfreezing = (learningRates: number[]) =>
  Object.fromEntries(
    PARTS_SETTINGS.map(({ name }) => [name, name.startsWith("frozen-but-") ? learningRates : FREEZING]),
  );

/** Some 25 hours on two cores, with the longer runs, by data/records; Lu et al.'s experiments and the sizes take 13 more. */
export const POCKET: Scale = {
  model: "pocket",
  main: {
    tasks: [
      { ...MNIST, learningRates: HALF_DECADES },
      ...[LISTOPS, CIFAR10_LRA, BIT_MEMORY, BIT_XOR],
      { ...CIFAR10, learningRates: HALF_DECADES }, // a third of the time: last, so that the rest is seen before
    ],
    learningRates: UPPER,
    seeds: [0, 1, 2],
  },
  // The learning rates that are best on validation in the main sweep's records.
  longer: {
    tasks: [
      {
        // After 12,000 steps three settings still rose; evaluations on 1,000 examples were too noisy to stop by.
        ...longer(LISTOPS, { maximumSteps: 24_000, evaluateEvery: 2000, validationExamples: 2000 }),
        learningRatesBySetting: {
          "frozen-random": [3e-3],
          "frozen-pretrained": [3e-3],
          "unfrozen-random": [1e-4],
          "unfrozen-pretrained": [1e-4],
        },
      },
      {
        // After 24,000 steps, 8 of 12 runs were still to be stopped; evaluations on 2,000 examples were noisy.
        ...longer(MNIST, { maximumSteps: 48_000, evaluateEvery: 3000, validationExamples: 5000 }),
        learningRatesBySetting: {
          "frozen-random": [1e-2],
          "frozen-pretrained": [1e-2],
          "unfrozen-random": [1e-4],
          "unfrozen-pretrained": [3e-4],
        },
      },
      {
        // After 24,000 steps all settings still rose; evaluations on 2,000 examples were too noisy to stop by.
        ...longer(CIFAR10, { maximumSteps: 96_000, evaluateEvery: 4000, validationExamples: 5000 }),
        learningRatesBySetting: {
          "frozen-random": [1e-3],
          "frozen-pretrained": [1e-3],
          "unfrozen-random": [1e-4],
          "unfrozen-pretrained": [3e-4],
        },
      },
      {
        ...longer(CIFAR10_LRA, { maximumSteps: 20_000, evaluateEvery: 2000, validationExamples: 5000 }), // likewise
        learningRatesBySetting: {
          "frozen-random": [1e-2],
          "frozen-pretrained": [3e-3],
          "unfrozen-random": [1e-4],
          "unfrozen-pretrained": [3e-4],
        },
      },
    ],
    learningRates: HALF_DECADES, // of the logistic regression; settings have their own
    seeds: [0, 1, 2],
  },
  parts: {
    tasks: [
      { ...MNIST, learningRatesBySetting: unfreezing([1e-4, 3e-4, 1e-3, 3e-3, 1e-2]) },
      { ...LISTOPS, learningRatesBySetting: unfreezing([1e-4, 3e-4, 1e-3]) },
    ],
    learningRates: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2],
    seeds: [0, 1, 2],
  },
  depth: { tasks: [LISTOPS], learningRates: FREEZING, seeds: [0, 1, 2], layers: [1, 2] },
  bodies: {
    tasks: [MNIST],
    learningRates: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2], // with each setting's best of the main sweep
    seeds: [0, 1, 2],
    models: ["pocket-small", "pocket-large"],
  },
};
