import assert from "node:assert/strict";
import { mayTrain, TRAIN_VARIABLE } from "../../lib/reports/training.ts";

/** What {@linkcode mayTrain} answers while the environment variable has a value. */
function answerTo(value: string): boolean {
  const before = Deno.env.get(TRAIN_VARIABLE);
  Deno.env.set(TRAIN_VARIABLE, value);
  try {
    return mayTrain();
  } finally {
    if (before === undefined) Deno.env.delete(TRAIN_VARIABLE);
    else Deno.env.set(TRAIN_VARIABLE, before);
  }
}

Deno.test('notebooks train what they miss unless UTR_TRAIN is "no"', () => {
  assert(answerTo(""));
  assert(!answerTo("no"));
});

Deno.test("any other value of UTR_TRAIN is refused, for it may be meant either way", () => {
  assert.throws(() => answerTo("false"), {
    name: "UserError",
    message: /UTR_TRAIN to be "no" .* found "false"/,
  });
});
