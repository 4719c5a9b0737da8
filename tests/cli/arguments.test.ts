import assert from "node:assert/strict";
import { countOption, countOrZeroOption, numberOption, pathOption } from "../../lib/cli/arguments.ts";

Deno.test("counts are whole numbers from 1 or from 0 on, written plainly", () => {
  assert.deepEqual(["1", "30", "999999999"].map(countOption), [1, 30, 999_999_999]);
  assert.deepEqual(["0", "7"].map(countOrZeroOption), [0, 7]);
  for (const text of ["0", "-1", "1.5", "1e3", "0x10", "007", "9999999999", " 1", "", "many"]) {
    assert.throws(() => countOption(text), { message: /whole number of at least 1 but found ".*"/ }, text);
  }
  assert.throws(() => countOrZeroOption("-1"), { message: /at least 0 but found "-1"/ });
});

Deno.test("a number is finite, and an empty text is none", () => {
  assert.deepEqual(["1e-3", "-2", "0"].map(numberOption), [1e-3, -2, 0]);
  for (const text of ["", " ", "NaN", "Infinity", "1e999", "1,5"]) {
    assert.throws(() => numberOption(text), { message: /Expected a number but found ".*"/ }, text);
  }
});

Deno.test("a path is not empty", () => {
  assert.equal(pathOption("runs"), "runs");
  assert.throws(() => pathOption(""), { message: /Expected a path but found an empty text/ });
});
