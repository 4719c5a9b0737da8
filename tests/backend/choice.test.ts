import assert from "node:assert/strict";
import { backendChoice } from "../../lib/backend/choice.ts";

Deno.test("a number of threads is from 1 to 999, and an empty one is none", () => {
  assert.deepEqual(["1", "999", ""].map((UTR_THREADS) => backendChoice({ UTR_THREADS }).threads), [
    1,
    999,
    undefined,
  ]);
  for (const UTR_THREADS of ["0", "1000", "-1", "1.5", "2 "]) {
    assert.throws(() => backendChoice({ UTR_THREADS }), { name: "UserError" });
  }
});
