import { startBackend } from "../backend/start.ts";
import { gpt2Preset, type Gpt2PresetName } from "../models/config.ts";
import { SETTINGS } from "../models/settings.ts";
import { openTask } from "../tasks/open.ts";
import { train } from "../training/train.ts";
import { flopsOfStep } from "./cost.ts";

/** 64 tokens, as CIFAR10's patches; needs no data. */
const TASK = {
  name: "bit-memory",
  bits: 128,
  patterns: 3,
  patch: 8,
  examples: { validation: 1, test: 1 },
} as const;
const STEPS = 20;

/**
 * How fast this machine trains a body, in floating-point operations a second as {@linkcode flopsOfStep} counts them:
 * ten gradient steps of a batch of 8 with 64 tokens, everything trained, after ten that are not timed.
 */
export async function measureSpeed(model: Gpt2PresetName): Promise<number> {
  await startBackend();
  const setting = SETTINGS["unfrozen-random"];
  const training = { batchSize: 8, maximumSteps: STEPS, evaluateEvery: STEPS, patience: null, clipNorm: 1 };
  const options = { ...training, validationExamples: 1, testExamples: 1 };
  const task = await openTask(TASK);
  const times: number[] = [];
  await train({ task, body: gpt2Preset(model), setting, learningRate: 1e-4, seed: 0, options }, {
    onMetrics: (metrics) => void ("loss" in metrics && times.push(performance.now())),
  });
  const config = {
    model,
    weights: null,
    task: TASK,
    setting,
    learningRate: 1e-4,
    seed: 0,
    training: options,
  };
  return STEPS / 2 * flopsOfStep(config) / ((times[1] - times[0]) / 1000);
}
