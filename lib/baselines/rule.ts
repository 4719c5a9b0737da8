import type { Labelled } from "./labelled.ts";

/** Answers an example: its inputs as in {@linkcode Labelled}, a class for each answer. */
export type Rule = (inputs: Labelled["inputs"]) => readonly number[] | Int32Array;

/** The share of right answers that a rule gives, from 0 to 1; there must be an example. */
export function accuracyOf(rule: Rule, examples: Iterable<Labelled>): number {
  let right = 0, all = 0;
  for (const { inputs, labels } of examples) {
    const answers = rule(inputs);
    for (const [i, label] of labels.entries()) right += Number(answers[i] === label);
    all += labels.length;
  }
  return right / all;
}
