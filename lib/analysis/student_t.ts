import { UserError } from "../errors.ts";
import { checkLevel, type Estimate } from "./statistics.ts";

/** Half the width of the t interval of a mean over seeds; null for one seed. */
export function reachOf({ error, n }: Pick<Estimate, "error" | "n">, level = 0.95): number | null {
  return error === null ? null : criticalT(n - 1, level) * error;
}

/**
 * The value that Student's t exceeds in absolute value with probability 1 - `level`: half the width of a confidence
 * interval of a mean, in standard errors.
 *
 * @param freedom Degrees of freedom, a whole number of at least 1.
 * @param level From 0 to 1, which it must be below.
 * @throws {UserError} If `freedom` or `level` is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { criticalT } from "./student_t.ts";
 *
 * assert(Math.abs(criticalT(2, 0.95) - 4.302653) < 1e-6); // three seeds
 * ```
 */
export function criticalT(freedom: number, level: number): number {
  if (!Number.isInteger(freedom) || freedom < 1) {
    throw new UserError(
      `Expected degrees of freedom to be a whole number of at least 1 but found ${freedom}`,
    );
  }
  checkLevel(level);
  let low = 0, high = 1;
  while (within(high, freedom) < level) high *= 2;
  // Bisection: 100 halvings are more than a double has bits.
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The probability that |t| is less than `t`, in closed form for whole degrees of freedom (Abramowitz and Stegun,
 * 1964, 26.7.3 and 26.7.4).
 */
function within(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom)), cosine = Math.cos(angle);
  const odd = freedom % 2 === 1;
  let sum = 0, term = odd ? cosine : 1;
  for (let power = odd ? 1 : 0; power <= freedom - 2; power += 2) {
    sum += term;
    term *= (power + 1) / (power + 2) * cosine ** 2;
  }
  return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
