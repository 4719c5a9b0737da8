import { startBackend } from "../backend/start.ts";
import { huggingFaceConfig } from "../models/config.ts";
import { SETTINGS } from "../models/settings.ts";
import { openTask } from "../tasks/open.ts";
import { compiledEvaluation, compiledStep } from "../training/compiled.ts";
import { STEPS_PER_REPORT } from "../training/progress.ts";
import { type TrainingOptions, trainingOptionsSchema } from "../training/options.ts";
import { train } from "../training/train.ts";
import { modelConfig } from "../weights/model_config.ts";
import { flopsOfStep } from "./cost.ts";
import type { RunConfig } from "./experiment.ts";

/** A task that needs no data, of so many tokens or up to three more, at most 20,000. */
const taskOf = (tokens: number) => ({
  name: "bit-memory" as const,
  bits: 2 * Math.ceil(tokens / 4),
  patterns: 3,
  patch: 2,
  examples: { validation: 1, test: 1 },
});
const STEPS = 2 * STEPS_PER_REPORT;

/**
 * How fast a worker of a sweep trains a body in that precision, in floating-point operations a second as
 * {@linkcode flopsOfStep} counts them: ten gradient steps of a batch of 8, after ten that are not timed.
 *
 * Must be called before anything starts the compute backend, since it computes on as many threads as a worker does.
 *
 * @param tokens The length of the sequences, at most 20,000: 64, as CIFAR10's patches, tell a processor's speed, of a
 * GPU's a third.
 * @param trained What is trained.
 */
export async function measureSpeed(
  model: string,
  matmulPrecision: TrainingOptions["matmulPrecision"],
  threads: number,
  { tokens = 64, trained = SETTINGS["unfrozen-random"].trained }: {
    tokens?: number;
    trained?: RunConfig["setting"]["trained"];
  } = {},
): Promise<number> {
  const before = Deno.env.get("UTR_THREADS") ?? "";
  Deno.env.set("UTR_THREADS", String(threads));
  await startBackend();
  Deno.env.set("UTR_THREADS", before); // what is started later inherits it
  const body = await modelConfig(model);
  const setting = { ...SETTINGS["unfrozen-random"], trained };
  const options = trainingOptionsSchema.parse({
    maximumSteps: STEPS,
    evaluateEvery: STEPS,
    validationExamples: 1,
    testExamples: 1,
    matmulPrecision,
  });
  const taskOptions = taskOf(tokens), task = await openTask(taskOptions);
  const times: number[] = [];
  await train({ task, body, setting, learningRate: 1e-4, seed: 0, options }, {
    onMetrics: (metrics) => void ("loss" in metrics && times.push(performance.now())),
  });
  // On a GPU they hold memory, and this process lives as long as the sweep that is to be run.
  for (const { [matmulPrecision]: compiled } of [compiledStep, compiledEvaluation]) compiled.dispose();
  const run = {
    model,
    body: huggingFaceConfig(body) as RunConfig["body"],
    weights: null,
    task: taskOptions,
    setting,
    learningRate: 1e-4,
    seed: 0,
  };
  const config = { ...run, training: options };
  return STEPS_PER_REPORT * flopsOfStep(config) / ((times[1] - times[0]) / 1000);
}
