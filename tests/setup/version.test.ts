import assert from "node:assert/strict";
import { isAtLeast } from "../../lib/setup/version.ts";

Deno.test("a version is at least another by its major number, and its minor one where they are the same", () => {
  const versions = [[2, 6], [2, 7], [2, 10], [3, 0], [1, 9]];
  assert.deepEqual(versions.map((version) => isAtLeast(version, [2, 7])), [false, true, true, true, false]);
});
