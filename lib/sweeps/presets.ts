import type { z } from "zod";
import { type Experiment, experimentSchema } from "./experiment.ts";

type Tasks = z.input<typeof experimentSchema>["tasks"];

/** One to each decade of the paper's range, 1e-6 to 1e-2; the paper does not state its number of steps. */
const DECADES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2];
const HALF_DECADES = [1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2];

/** Small images of few tokens and short expressions: enough to see that the best learning rate differs. */
const QUICK_TASKS: Tasks = [
  {
    task: { name: "mnist", patch: 8 },
    training: { batchSize: 32, maximumSteps: 300, evaluateEvery: 100, validationExamples: 1000 },
  },
  {
    task: {
      name: "listops",
      minimumLength: 8,
      maximumLength: 33,
      depth: 3,
      arguments: 5,
      examples: { train: 20_000, validation: 1000, test: 1000 },
    },
    training: { batchSize: 16, maximumSteps: 200, evaluateEvery: 50 },
  },
];

/** The paper's tasks, made shorter where two cores ask for it: ListOps to 64 to 256 symbols, LRA's images to 16 x 16. */
const POCKET_TASKS: Tasks = [
  {
    task: { name: "mnist", patch: 4 },
    training: { maximumSteps: 4000, evaluateEvery: 200, patience: 5, validationExamples: 2000 },
  },
  {
    task: { name: "cifar10", patch: 4 },
    training: { maximumSteps: 6000, evaluateEvery: 300, patience: 5, validationExamples: 2000 },
  },
  {
    task: { name: "listops", minimumLength: 64, maximumLength: 256, depth: 6 },
    training: { maximumSteps: 3000, evaluateEvery: 250, patience: 5 },
  },
  {
    task: { name: "cifar10-lra", pixels: 16 },
    training: { maximumSteps: 3000, evaluateEvery: 250, patience: 5, validationExamples: 2000 },
  },
];

/** How often the paper evaluates and how patient it is are not stated; the maximum steps are those of its section 3. */
const EVALUATION = { evaluateEvery: 2000, patience: 15 };

const PAPER_TASKS: Tasks = [
  { task: { name: "listops" }, training: { maximumSteps: 300_000, ...EVALUATION } },
  { task: { name: "mnist" }, training: { maximumSteps: 400_000, ...EVALUATION } },
  { task: { name: "cifar10" }, training: { maximumSteps: 400_000, ...EVALUATION } },
  { task: { name: "cifar10-lra" }, training: { maximumSteps: 300_000, ...EVALUATION } },
];

/** The scales at which the paper can be reproduced: minutes or hours on two cores, or its own protocol on a GPU. */
export const PRESET_NAMES = ["quick", "pocket", "paper"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const PRESETS: Record<PresetName, Omit<z.input<typeof experimentSchema>, "name">> = {
  quick: { model: "pocket", tasks: QUICK_TASKS, learningRates: [1e-4, 1e-3, 3e-3, 1e-2], seeds: [0] },
  pocket: { model: "pocket", tasks: POCKET_TASKS, learningRates: HALF_DECADES, seeds: [0, 1, 2] },
  paper: { model: "gpt2", tasks: PAPER_TASKS, learningRates: DECADES, seeds: [0, 1, 2] },
};

/** The experiment of a scale. */
export function preset(name: PresetName): Experiment {
  return experimentSchema.parse({ name, ...PRESETS[name] });
}
