import { type Gpt2Config, huggingFaceConfig } from "../models/config.ts";
import { needsWeights } from "../models/settings.ts";
import { type Experiment, learningRatesOf, type RunConfig } from "./experiment.ts";
import { runId } from "./run_id.ts";

/** A run and its identity. */
export interface PlannedRun {
  runId: string;
  config: RunConfig;
}

/**
 * The runs of an experiment: every task, setting and learning rate with the first seed, then with the next, so that
 * an unfinished sweep already shows the whole picture.
 *
 * @param weights SHA-256 of the model's pretrained weights; where it is null the settings that need them are left out.
 * @param body The shape of a model whose name does not say it; then it is part of the runs' identity.
 */
export function planRuns(experiment: Experiment, weights: string | null, body?: Gpt2Config): PlannedRun[] {
  const { model, tasks, settings, seeds } = experiment;
  const possible = settings.filter((setting) => weights !== null || !needsWeights(setting));
  const shape = body && { body: huggingFaceConfig(body) };
  const configs = seeds.flatMap((seed) =>
    tasks.flatMap((entry) =>
      possible.flatMap((setting) =>
        learningRatesOf(experiment, entry, setting.name).map((learningRate): RunConfig => {
          const { task, training } = entry;
          const ownWeights = needsWeights(setting) ? weights : null;
          return { model, ...shape, weights: ownWeights, task, setting, learningRate, seed, training };
        })
      )
    )
  );
  return configs.map((config) => ({ runId: runId(config), config }));
}
