import type { Task } from "../tasks/task.ts";
import type { TrainingOptions } from "../training/options.ts";
import { type Labelled, labelledExamples } from "./labelled.ts";
import { allDigits, firstOperator, ownDigits } from "./listops_rules.ts";
import { majority } from "./majority.ts";
import type { Baseline } from "./record.ts";
import type { Rule } from "./rule.ts";

/** The rules that there are for a task. */
export function rulesFor({ name }: Task): Baseline[] {
  return name === "listops" ? ["majority", "first-operator", "all-digits", "own-digits"] : ["majority"];
}

/**
 * Some of the rules for a task, fitted to its whole training split; where examples are generated without end, to as many of them
 * as a run learns from.
 */
export function fitRules(
  task: Task,
  names: readonly Baseline[],
  { batchSize, maximumSteps }: Pick<TrainingOptions, "batchSize" | "maximumSteps">,
): [Baseline, Rule][] {
  if (names.length === 0) return []; // without a look at the examples
  const { train } = task.sizes, count = Number.isFinite(train) ? train : batchSize * maximumSteps;
  const examples = () => labelledExamples(task, "train", count);
  const ofMajority: [Baseline, Rule] = ["majority", majority(examples(), task.classes)];
  const ofTask = task.name === "listops" ? listopsRules(examples(), task.classes) : [];
  return [ofMajority, ...ofTask].filter(([name]) => names.includes(name));
}

function listopsRules(examples: Iterable<Labelled>, classes: number): [Baseline, Rule][] {
  const first = firstOperator(examples, classes);
  return [["first-operator", first], ["all-digits", allDigits], ["own-digits", ownDigits(first)]];
}
