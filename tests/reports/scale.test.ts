import assert from "node:assert/strict";
import { UserError } from "../../lib/errors.ts";
import { chooseScale, SCALE_VARIABLE } from "../../lib/reports/scale.ts";

function withScale(scale: string | undefined, check: () => void) {
  const before = Deno.env.get(SCALE_VARIABLE);
  if (scale === undefined) Deno.env.delete(SCALE_VARIABLE);
  else Deno.env.set(SCALE_VARIABLE, scale);
  try {
    check();
  } finally {
    if (before === undefined) Deno.env.delete(SCALE_VARIABLE);
    else Deno.env.set(SCALE_VARIABLE, before);
  }
}

Deno.test("the scale is the one written in the notebook", () => {
  withScale(undefined, () => assert.equal(chooseScale("pocket"), "pocket"));
});

Deno.test("the environment overrides the notebook", () => {
  withScale("paper", () => assert.equal(chooseScale("quick"), "paper"));
});

Deno.test("an unknown scale is an error that names the scales", () => {
  withScale("big", () =>
    assert.throws(() => chooseScale("quick"), (error: Error) => {
      assert(error instanceof UserError);
      assert.equal(error.message, 'Expected a scale, one of quick, pocket, paper, but found "big"');
      return true;
    }));
});
