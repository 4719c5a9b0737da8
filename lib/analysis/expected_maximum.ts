import { UserError } from "../errors.ts";

/**
 * The best value to be expected of `tries` drawn from `values` with replacement: what a search with that budget would
 * have found (Dodge et al., 2019, "Show your work: improved reporting of experimental results", equation 4).
 *
 * @param values Those of every configuration that was tried, such as validation accuracies by learning rate.
 * @param tries A whole number of at least 1.
 * @throws {UserError} If there are no values or `tries` is less than 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { expectedMaximum } from "./expected_maximum.ts";
 *
 * assert.equal(expectedMaximum([0, 1], 1), 0.5);
 * assert.equal(expectedMaximum([0, 1], 2), 0.75);
 * ```
 */
export function expectedMaximum(values: readonly number[], tries: number): number {
  const n = values.length;
  if (n === 0) throw new UserError("Expected values to choose from but found none");
  if (!Number.isInteger(tries) || tries < 1) {
    throw new UserError(`Expected a whole number of at least 1 try but found ${tries}`);
  }
  // The greatest of the draws is at most the i-th smallest value with probability (i / n) ^ tries.
  return [...values].sort((a, b) => a - b).reduce(
    (sum, value, i) => sum + value * (((i + 1) / n) ** tries - (i / n) ** tries),
    0,
  );
}
