import type { Split } from "../tasks/task.ts";
import type { TrainingOptions } from "./options.ts";

/**
 * How many examples of each split a run is evaluated on, the split's first ones: all of a finite split unless its options
 * name fewer, and of the training split as many as of the validation split.
 *
 * @param sizes How many there are, `Infinity` where examples are generated without end.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { evaluatedExamples } from "./evaluated_examples.ts";
 *
 * const sizes = { train: 55_000, validation: 5000, test: 10_000 };
 * assert.deepEqual(evaluatedExamples(sizes, { validationExamples: 2000, testExamples: null }), {
 *   train: 2000,
 *   validation: 2000,
 *   test: 10_000,
 * });
 * ```
 */
export function evaluatedExamples(
  sizes: Record<Split, number>,
  { validationExamples, testExamples }: Pick<TrainingOptions, "validationExamples" | "testExamples">,
): Record<Split, number> {
  const validation = Math.min(sizes.validation, validationExamples ?? Infinity);
  return {
    train: Math.min(sizes.train, validation),
    validation,
    test: Math.min(sizes.test, testExamples ?? Infinity),
  };
}
