import type { Gpt2Config } from "../models/config.ts";
import type { HostParameters } from "../models/parameters.ts";
import type { Setting } from "../models/settings.ts";
import type { Task } from "../tasks/task.ts";
import type { Evaluation } from "./early_stopping.ts";
import type { TrainingOptions } from "./options.ts";

/** All that decides a run. */
export interface Run {
  task: Task;
  body: Gpt2Config;
  setting: Setting;
  /** The body's weights, for the settings that need them. */
  pretrained?: HostParameters;
  learningRate: number;
  /** Decides the initial values, the order of the examples, their augmentation and dropout. */
  seed: number;
  options: TrainingOptions;
}

/** What training tells while it goes on: the mean loss of some steps, or a look at the validation split. */
export type Metrics = { step: number; loss: number } | Evaluation;

/** How a run ended. */
export interface Result {
  status: "finished" | "diverged";
  /** Of the parameters with the best validation accuracy; null if the run diverged before any evaluation. */
  validationAccuracy: number | null;
  testAccuracy: number | null;
  /** On as many training examples as there are validation examples, without augmentation or dropout. */
  trainAccuracy: number | null;
  bestStep: number | null;
  /** Gradient steps taken. */
  steps: number;
  /** Time spent, over all resumptions. */
  seconds: number;
}
