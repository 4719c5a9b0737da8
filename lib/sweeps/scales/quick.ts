import type { Scale } from "./scale.ts";

/** Small images of few tokens and short expressions: enough to see that the best learning rate differs. */
const MNIST = {
  task: { name: "mnist", patch: 8 },
  training: {
    batchSize: 32,
    maximumSteps: 300,
    evaluateEvery: 100,
    validationExamples: 1000,
    testExamples: 2000,
  },
} as const;

const LISTOPS = {
  task: {
    name: "listops",
    minimumLength: 8,
    maximumLength: 33,
    depth: 3,
    arguments: 5,
    examples: { train: 20_000, validation: 1000, test: 1000 },
  },
  training: { batchSize: 16, maximumSteps: 200, evaluateEvery: 50 },
} as const;

/** Minutes on two cores. */
export const QUICK: Scale = {
  model: "pocket",
  main: { tasks: [MNIST, LISTOPS], learningRates: [1e-4, 1e-3, 1e-2], seeds: [0] },
  parts: { tasks: [MNIST, LISTOPS], learningRates: [1e-3], seeds: [0] },
  depth: { tasks: [LISTOPS], learningRates: [1e-3], seeds: [0], layers: [1, 2] },
  bodies: {
    tasks: [MNIST],
    learningRates: [1e-4, 1e-3, 1e-2],
    seeds: [0],
    models: ["pocket-small", "pocket-large"],
  },
};
