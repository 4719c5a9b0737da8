import assert from "node:assert/strict";
import { orthogonal } from "../../lib/models/orthogonal.ts";
import { normal } from "../../lib/random/arrays.ts";
import { keyOf } from "../../lib/random/key.ts";

for (const [rows, columns] of [[64, 256], [256, 64], [48, 48], [1, 768], [768, 1]]) {
  Deno.test(`the shorter side of a ${rows} x ${columns} orthogonal matrix is orthogonal and of the gain's length`, () => {
    const matrix = orthogonal(keyOf(1), rows, columns, 1.41);
    const short = Math.min(rows, columns), long = Math.max(rows, columns);
    const [stride, step] = rows <= columns ? [columns, 1] : [1, columns];
    for (let i = 0; i < short; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let k = 0; k < long; k++) {
          product += matrix[i * stride + k * step] * matrix[j * stride + k * step];
        }
        // Each of the values is rounded to float32 once: a relative error of 6e-8.
        assert(Math.abs(product - (i === j ? 1.41 ** 2 : 0)) < 3e-7, `rows ${i} and ${j}: ${product}`);
      }
    }
  });
}

Deno.test("an orthogonal matrix is the Q of a normal matrix with a positive diagonal of R", () => {
  const [a, b, c, d] = normal(keyOf(1), 4); // vectors (a, b) and (c, d)
  const [p, q, r, s] = orthogonal(keyOf(1), 2, 2);
  const norm = Math.hypot(a, b);
  const side = Math.sign(a * d - b * c); // of (a, b) on which (c, d) lies
  const expected = [a / norm, b / norm, -side * b / norm, side * a / norm];
  for (const [i, value] of [p, q, r, s].entries()) assert(Math.abs(value - expected[i]) < 1e-6);
});

Deno.test("orthogonal matrices differ between keys and not between calls", () => {
  assert.deepEqual(orthogonal(keyOf(1), 4, 8), orthogonal(keyOf(1), 4, 8));
  assert.notDeepEqual(orthogonal(keyOf(1), 4, 8), orthogonal(keyOf(2), 4, 8));
});
