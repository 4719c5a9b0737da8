import type { Labelled } from "./labelled.ts";
import type { Rule } from "./rule.ts";

/**
 * The rule that always gives the most frequent answers of `examples`, whatever it is shown: of an example with several
 * answers the most frequent of each, of equally frequent classes the first.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { majority } from "./majority.ts";
 *
 * const inputs = new Int32Array();
 * const rule = majority([3, 1, 1].map((label) => ({ inputs, labels: Int32Array.of(label) })), 10);
 * assert.deepEqual([...rule(inputs)], [1]);
 * ```
 */
export function majority(examples: Iterable<Labelled>, classes: number): Rule {
  const answers = mostFrequent(Iterator.from(examples).map(({ labels }) => labels), classes);
  return () => answers;
}

/** The most frequent class of each answer of `labels`, each [answers]; the first of equally frequent ones. */
export function mostFrequent(labels: Iterable<Int32Array>, classes: number): Int32Array {
  const counts: Int32Array[] = [];
  for (const ofExample of labels) {
    for (const [i, label] of ofExample.entries()) (counts[i] ??= new Int32Array(classes))[label]++;
  }
  return Int32Array.from(counts, (ofAnswer) => ofAnswer.indexOf(Math.max(...ofAnswer)));
}
