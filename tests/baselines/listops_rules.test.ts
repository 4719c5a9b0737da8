import assert from "node:assert/strict";
import type { Labelled } from "../../lib/baselines/labelled.ts";
import { allDigits, firstOperator, ownDigits } from "../../lib/baselines/listops_rules.ts";
import { evaluate } from "../../lib/tasks/listops/evaluate.ts";
import { parse } from "../../lib/tasks/listops/parse.ts";

const symbolsOf = (text: string) => Int32Array.from(parse(text));
const labelled = (text: string, answer: number): Labelled => (
  { inputs: symbolsOf(text), labels: Int32Array.of(answer) }
);

Deno.test("the first operator alone answers what it most often came with", () => {
  const examples = [
    labelled("[MAX 4 9 ]", 9),
    labelled("[MAX 8 [MIN 3 9 ] ]", 8),
    labelled("[MAX 9 1 ]", 9),
    labelled("[MIN 0 5 ]", 0),
    labelled("[MIN 0 9 ]", 0),
    labelled("[MIN 0 7 ]", 0),
  ];
  const rule = firstOperator(examples, 10);
  assert.deepEqual([...rule(symbolsOf("[MAX 1 2 ]"))], [9]);
  assert.deepEqual([...rule(symbolsOf("[MIN 1 2 ]"))], [0]);
  assert.deepEqual([...rule(symbolsOf("[SM 1 2 ]"))], [0], "an operator that did not come");
});

Deno.test("with brackets ignored the first operator is applied to all digits", () => {
  const nested = "[SM 4 [MIN 9 2 [MAX 1 8 ] ] 5 ]";
  assert.deepEqual(allDigits(symbolsOf(nested)), [(4 + 9 + 2 + 1 + 8 + 5) % 10]);
  assert.deepEqual(allDigits(symbolsOf("[MIN 4 [MAX 0 2 ] ]")), [0]);
  for (const digit of [0, 7, 9]) assert.deepEqual(allDigits(symbolsOf(`${digit}`)), [digit]);
});

Deno.test("own digits are those that stand within no other operator", () => {
  const rule = ownDigits(() => [3]);
  assert.deepEqual(rule(symbolsOf("[SM 4 [MIN 9 2 [MAX 1 8 ] ] 5 ]")), [9]);
  assert.deepEqual(rule(symbolsOf("[MED [MIN 9 2 ] [MAX 1 8 ] ]")), [3], "there are none");
  assert.deepEqual(rule(symbolsOf("[MAX 0 [MIN 9 2 ] ]")), [0]);
  assert.deepEqual(rule(symbolsOf("7")), [7]);
});

Deno.test("without nesting both are right", () => {
  for (const text of ["[MED 1 9 4 4 ]", "[SM 9 9 9 ]", "[MIN 7 3 ]", "[MAX 7 3 ]"]) {
    const value = evaluate(parse(text)), rule = ownDigits(() => [-1]);
    assert.deepEqual([allDigits(symbolsOf(text)), rule(symbolsOf(text))], [[value], [value]]);
  }
});
