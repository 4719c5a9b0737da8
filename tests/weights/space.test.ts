import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { checkSpace } from "../../lib/weights/space.ts";

Deno.test("what is larger than the disk is refused with both sizes and what to do", async () => {
  await checkSpace(tmpdir(), 1);
  await assert.rejects(checkSpace(tmpdir(), 1e18), {
    name: "UserError",
    message: /^Expected 1000000000000 MB to be free on the disk of .+ but found \d+ MB: free some, /,
  });
});
