import assert from "node:assert/strict";
import { evaluatedExamples } from "../../lib/training/evaluated_examples.ts";

Deno.test("no more examples are looked at than there are", () => {
  const all = { validationExamples: 2000, testExamples: 2000 };
  assert.deepEqual(evaluatedExamples({ train: 50, validation: 100, test: 200 }, all), {
    train: 50,
    validation: 100,
    test: 200,
  });
  const fewer = { validationExamples: 80, testExamples: 70 };
  assert.deepEqual(evaluatedExamples({ train: 200, validation: 100, test: 200 }, fewer), {
    train: 80,
    validation: 80,
    test: 70,
  });
  assert.deepEqual(evaluatedExamples({ train: Infinity, validation: 100, test: 200 }, all).train, 100);
});
