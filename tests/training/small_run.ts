import { gpt2Preset } from "../../lib/models/config.ts";
import { SETTINGS } from "../../lib/models/settings.ts";
import { openTask } from "../../lib/tasks/open.ts";
import { trainingOptionsSchema } from "../../lib/training/options.ts";
import type { Run } from "../../lib/training/train.ts";

/** A run of a second. */
export const run: Run = {
  task: await openTask({ name: "bit-xor" }),
  body: { ...gpt2Preset("pocket"), layers: 2, width: 32, heads: 4 },
  setting: SETTINGS["unfrozen-random"],
  learningRate: 3e-3,
  seed: 1,
  options: trainingOptionsSchema.parse({
    maximumSteps: 60,
    evaluateEvery: 25,
    validationExamples: 64,
    testExamples: 64,
  }),
};
