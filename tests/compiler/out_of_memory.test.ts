import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("a later call that runs out of memory leaves variables as they were", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(new URL("./out_of_memory.ts", import.meta.url))],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
});
