import assert from "node:assert/strict";

const QUIET = JSON.stringify(import.meta.resolve("../../lib/compiler/quiet.ts"));

/** What a process writes to standard error that loads twice at once. */
async function heard(env: Record<string, string>): Promise<string> {
  const script = `
    const { quietly } = await import(${QUIET});
    const say = (text) => Deno.stderr.writeSync(new TextEncoder().encode(text + "\\n"));
    await Promise.all(["first", "second"].map((text) => quietly(async () => say(text))));
    say("after");`;
  const { stderr } = await new Deno.Command(Deno.execPath(), { args: ["eval", script], env }).output();
  return new TextDecoder().decode(stderr);
}

Deno.test({
  name: "what is said while libraries load, several at once, is not heard, and what is said afterwards is",
  ignore: Deno.build.os !== "linux",
  async fn() {
    assert.equal(await heard({ TF_CPP_MIN_LOG_LEVEL: "" }), "after\n");
    assert.equal(await heard({ TF_CPP_MIN_LOG_LEVEL: "1" }), "first\nsecond\nafter\n");
  },
});
