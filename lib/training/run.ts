import { z } from "zod";
import { validationMessage } from "../files/validation_message.ts";
import { UserError } from "../errors.ts";
import { type Gpt2Config, gpt2Schema } from "../models/config.ts";
import type { HostParameters } from "../models/parameters.ts";
import { type Setting, settingSchema } from "../models/settings.ts";
import type { Task } from "../tasks/task.ts";
import { taskSchema } from "../tasks/task_schema.ts";
import { evaluatedExamples } from "./evaluated_examples.ts";
import type { Evaluation } from "./early_stopping.ts";
import { type TrainingOptions, trainingOptionsSchema } from "./options.ts";

/** All that decides a run. */
export interface Run {
  task: Task;
  body: Gpt2Config;
  setting: Setting;
  /** The body's weights, for the settings that need them. */
  pretrained?: HostParameters;
  /** Above 0; constant, as in the papers. */
  learningRate: number;
  /** A whole number from 0; decides the initial values, the order of the examples, their augmentation and dropout. */
  seed: number;
  options: TrainingOptions;
}

/** A run as one may ask for it: of the options only those that have no default must be given. */
export type GivenRun = Omit<Run, "options"> & { options: z.input<typeof trainingOptionsSchema> };

const checkedSchema = z.strictObject({
  task: taskSchema,
  body: gpt2Schema,
  setting: settingSchema,
  pretrained: z.custom<HostParameters>().optional(),
  learningRate: z.number().positive(),
  seed: z.int().min(0),
  options: trainingOptionsSchema,
});

/**
 * A run with its options' defaults.
 *
 * @throws {UserError} If its task, body, setting, learning rate, seed or an option is out of range, it has other fields, or
 * a split is empty or has no end to its evaluation.
 */
export function parseRun(given: GivenRun): Run {
  const parsed = checkedSchema.safeParse(given, { error: validationMessage });
  if (!parsed.success) throw new UserError(`The run does not fit:\n${z.prettifyError(parsed.error)}`);
  const run = { ...given, ...parsed.data, task: given.task };
  const evaluated = evaluatedExamples(run.task.sizes, run.options);
  for (const split of ["validation", "test", "train"] as const) {
    const examples = evaluated[split];
    if (Number.isInteger(examples) && examples > 0) continue;
    const option = split === "test" ? "testExamples" : "validationExamples";
    throw new UserError(
      `Expected 1 or more ${split} examples of the task ${run.task.name} to evaluate on but found ${examples}` +
        (examples === Infinity ? `: give options.${option}, for the split has no end` : ""),
    );
  }
  return run;
}

/** What training tells while it goes on: the mean loss of some steps, or a look at the validation split. */
export type Metrics = { step: number; loss: number } | Evaluation;

/** How a run ended. */
export interface Result {
  /** "diverged" where a loss was not finite; the accuracies are of the best evaluation before. */
  status: "finished" | "diverged";
  /** Of the parameters with the best validation accuracy; null if the run diverged before any evaluation. */
  validationAccuracy: number | null;
  /** Likewise, on the test split. */
  testAccuracy: number | null;
  /**
   * On as many training examples as there are validation examples, without augmentation or dropout: the split's first,
   * which of examples that are generated without end are those that a run with seed 0 learns from.
   */
  trainAccuracy: number | null;
  /** After how many gradient steps validation was best. */
  bestStep: number | null;
  /** Gradient steps taken. */
  steps: number;
  /** Time spent, over all resumptions. */
  seconds: number;
}
