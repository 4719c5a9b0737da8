import assert from "node:assert/strict";

/** That two numbers agree but for the rounding of doubles. */
export function assertNear(found: number, expected: number): void {
  assert(Math.abs(found - expected) < 1e-9, `Expected ${expected} but found ${found}`);
}
