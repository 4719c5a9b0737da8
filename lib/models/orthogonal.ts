import { normal } from "../random/arrays.ts";
import type { Key } from "../random/key.ts";

/**
 * A random matrix whose rows or columns, whichever are fewer, are orthogonal and `gain` long: uniformly
 * distributed among all such matrices, as torch.nn.init.orthogonal_ draws them (Saxe et al., 2014).
 *
 * The Q of a normal matrix's QR decomposition with R's diagonal positive is what Gram and Schmidt's procedure
 * gives; it is done twice in double precision, so that the result is orthogonal to the last digit of float32.
 *
 * @returns [rows, columns], row-major.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { keyOf } from "../random/key.ts";
 * import { orthogonal } from "./orthogonal.ts";
 *
 * const [a, b, c, d] = orthogonal(keyOf(0), 2, 2);
 * assert(Math.abs(a * c + b * d) < 1e-6);
 * assert(Math.abs(a * a + b * b - 1) < 1e-6);
 * ```
 */
export function orthogonal(key: Key, rows: number, columns: number, gain = 1): Float32Array<ArrayBuffer> {
  const short = Math.min(rows, columns), long = Math.max(rows, columns);
  const draws = normal(key, short * long);
  const basis: Float64Array[] = [];
  for (let i = 0; i < short; i++) {
    const vector = Float64Array.from(draws.subarray(i * long, (i + 1) * long));
    for (const other of [...basis, ...basis]) subtract(vector, other, dot(vector, other));
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((value) => value / norm));
  }
  const at = rows <= columns
    ? (row: number, column: number) => basis[row][column]
    : (row: number, column: number) => basis[column][row];
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => gain * at(Math.floor(i / columns), i % columns),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Subtracts `factor` times `b` from `a`. */
function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] -= factor * b[i];
}
