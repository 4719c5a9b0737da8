import type { Experiment } from "../../sweeps/experiment.ts";
import { decisiveOptions } from "../../tasks/options.ts";
import { taskShape } from "../../tasks/shape.ts";
import { evaluatedExamples } from "../../training/evaluated_examples.ts";
import type { Display } from "../display.ts";
import { frame } from "./frames.ts";
import { optionLabel, taskLabel } from "../labels.ts";
import { ratesInWords } from "../rates_in_words.ts";
import { table } from "./table.ts";

/**
 * The scale at which our figures are obtained: a row for each task of the experiment.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "../../sweeps/presets.ts";
 * import { experimentTable } from "./experiment.ts";
 *
 * const { bundle } = await experimentTable(preset("paper"));
 * assert.match(bundle["text/plain"], /ListOps .* at most 300,000/);
 * ```
 */
export async function experimentTable(experiment: Experiment): Promise<Display> {
  const { name, model, tasks, seeds } = experiment;
  const rows = tasks.map((entry) => {
    const { training } = entry, { name: task, ...options } = decisiveOptions(entry.task);
    return {
      "Task": taskLabel(task),
      "Posed with": inWords(options),
      "Gradient steps": `at most ${training.maximumSteps.toLocaleString("en")}`,
      "Batch size": training.batchSize,
      "Validation": validationInWords(entry),
      "Learning rates": ratesInWords(experiment, entry),
      "Seeds": seeds.length,
    };
  });
  return table(await frame(rows), { caption: `The experiment ${name}; the body is ${model}`, rowHeaders: 2 });
}

/** "2,000 examples every 500 steps, patience 4". */
function validationInWords({ task, training }: Experiment["tasks"][number]): string {
  const { validation } = evaluatedExamples(taskShape(task).sizes, training);
  return `${validation.toLocaleString("en")} examples every ${
    training.evaluateEvery.toLocaleString("en")
  } steps, ` +
    (training.patience === null ? "no early stopping" : `patience ${training.patience}`);
}

/** "patch 8, examples train 20000" of `{ patch: 8, examples: { train: 20000 } }`. */
function inWords(options: object): string {
  return Object.entries(options)
    .map(([name, value]) => `${optionLabel(name)} ${typeof value === "object" ? inWords(value) : value}`)
    .join(", ");
}
