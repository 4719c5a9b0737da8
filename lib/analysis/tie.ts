/** Numbers nearer than this are equal; of accuracies it is far below what one example of a split is worth. */
export const TIE = 1e-9;

/**
 * The sign of a difference: 0 if rounding may be all that it is made of.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { signOf } from "./tie.ts";
 *
 * assert.equal(signOf((0.4 - 0.2) - 0.2), 0);
 * assert.equal(signOf((0.3 - 0.1) - 0.2), 0); // not -2.8e-17
 * ```
 */
export function signOf(difference: number): number {
  return Math.abs(difference) <= TIE ? 0 : Math.sign(difference);
}
