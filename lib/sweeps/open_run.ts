import { UserError } from "../errors.ts";
import { gpt2ConfigSchema } from "../models/config.ts";
import { openTask } from "../tasks/open.ts";
import type { Task } from "../tasks/task.ts";
import type { Run } from "../training/run.ts";
import { modelConfig } from "../weights/model_config.ts";
import type { RunConfig } from "./experiment.ts";
import { loadWeights } from "./weights.ts";

let opened: { options: string; task: Task } | undefined;

/**
 * Opens what a run's configuration names: task, body and pretrained weights. The latest task stays open for the next
 * run.
 *
 * @throws {UserError} If the weights are not those that the configuration was made with, or the task cannot be opened.
 */
export async function openRun(
  { model, body, weights, task, setting, learningRate, seed, training }: RunConfig,
): Promise<Run> {
  const options = JSON.stringify(task);
  if (opened?.options !== options) opened = { options, task: await openTask(task) };
  const checkpoint = weights === null ? null : await loadWeights(model);
  if (checkpoint?.sha256 !== (weights ?? undefined)) {
    throw new UserError(
      `Expected weights/${model} to stay as they were but found others: start the sweep again`,
    );
  }
  return {
    task: opened.task,
    body: body ? gpt2ConfigSchema.parse(body) : await modelConfig(model),
    setting,
    pretrained: checkpoint?.parameters,
    learningRate,
    seed,
    options: training,
  };
}
