import assert from "node:assert/strict";
import { join } from "node:path";

Deno.test("what was measured before a case fails is printed all the same", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", join(import.meta.dirname!, "failing.ts")],
  }).output();
  const [printed, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.equal(code, 1);
  assert.match(told, /^error: the second case fails$/m);
  const { machine, cases } = JSON.parse(printed);
  assert(machine.threads >= 1);
  assert.deepEqual(cases.map(({ ms }: { ms: object }) => ms), [{ ours: 1 }]);
});
