import type { Task } from "../tasks/task.ts";
import type { TrainingOptions } from "../training/options.ts";
import { type Labelled, labelledExamples } from "./labelled.ts";
import { allDigits, firstOperator, ownDigits } from "./listops_rules.ts";
import { majority } from "./majority.ts";
import type { Baseline } from "./record.ts";
import type { Rule } from "./rule.ts";

/**
 * The rules for a task by name, each to be fitted to its whole training split when it is called for; where examples are
 * generated without end, to as many of them as a run learns from.
 */
export function rulesFor(
  task: Task,
  { batchSize, maximumSteps }: Pick<TrainingOptions, "batchSize" | "maximumSteps">,
): [Baseline, () => Rule][] {
  const { train } = task.sizes, count = Number.isFinite(train) ? train : batchSize * maximumSteps;
  const examples = () => labelledExamples(task, "train", count);
  const ofMajority: [Baseline, () => Rule] = ["majority", () => majority(examples(), task.classes)];
  return task.name === "listops" ? [ofMajority, ...listopsRules(examples, task.classes)] : [ofMajority];
}

function listopsRules(examples: () => Iterable<Labelled>, classes: number): [Baseline, () => Rule][] {
  let fitted: Rule | undefined;
  const first = () => fitted ??= firstOperator(examples(), classes);
  return [
    ["first-operator", first],
    ["all-digits", () => allDigits],
    ["own-digits", () => ownDigits(first())],
  ];
}
