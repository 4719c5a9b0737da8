import type { PretrainingOptions } from "./options.ts";

/** The learning rate at the end, as a share of the highest. */
const LAST = 0.1;

/**
 * The learning rate of a gradient step: rising in a straight line, then falling along half a cosine to a tenth
 * (nanoGPT, `get_lr`).
 *
 * @param step The first is 1, the last is `steps`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { learningRateAt } from "./schedule.ts";
 *
 * const options = { learningRate: 1e-3, warmUpSteps: 100, steps: 1000 };
 * assert.equal(learningRateAt(50, options), 5e-4);
 * assert.equal(learningRateAt(1000, options), 1e-4);
 * ```
 */
export function learningRateAt(
  step: number,
  { learningRate, warmUpSteps, steps }: Pick<PretrainingOptions, "learningRate" | "warmUpSteps" | "steps">,
): number {
  if (step <= warmUpSteps) return learningRate * step / warmUpSteps;
  const cosine = Math.cos(Math.PI * (step - warmUpSteps) / (steps - warmUpSteps));
  return learningRate * (LAST + (1 - LAST) * (1 + cosine) / 2);
}
