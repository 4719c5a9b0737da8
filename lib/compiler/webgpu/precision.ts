import type { MatmulPrecision } from "../emitter.ts";

let current: MatmulPrecision = "float32";

/** What matrix products are to be computed in just now. */
export function matmulPrecision(): MatmulPrecision {
  return current;
}

/** Has matrix products be computed in `precision` while a function runs. */
export function withMatmulPrecision<Result>(precision: MatmulPrecision, run: () => Result): Result {
  const before = current;
  current = precision;
  try {
    return run();
  } finally {
    current = before;
  }
}
