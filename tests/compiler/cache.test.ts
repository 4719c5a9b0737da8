import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./cached_start.ts", import.meta.url));

async function run(cache: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, cache],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

async function files(cache: string): Promise<string[]> {
  const [{ name }] = await Array.fromAsync(Deno.readDir(cache));
  const entries = await Array.fromAsync(Deno.readDir(`${cache}/${name}`));
  return entries.map((entry) => `${cache}/${name}/${entry.name}`).sort();
}

Deno.test("compiled code is kept on disk, and damage to it only costs time", async () => {
  const cache = await Deno.makeTempDir();
  try {
    const result = await run(cache);
    const [code, seal] = await files(cache);
    assert.equal(seal, code + ".sha256");
    const written = (await Deno.stat(code)).mtime;
    assert.equal(await run(cache), result);
    assert.deepEqual((await Deno.stat(code)).mtime, written, "the second start does not compile");

    const bytes = await Deno.readFile(code);
    for (
      const damage of [
        new Uint8Array(),
        bytes.slice(0, 100),
        bytes.map((byte, i) => i === 5000 ? byte ^ 1 : byte),
      ]
    ) {
      await Deno.writeFile(code, damage);
      assert.equal(await run(cache), result);
      assert.deepEqual(await files(cache), [code, seal]);
    }
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
});

Deno.test("processes that start at once, and all find damage, start all the same", async () => {
  const cache = await Deno.makeTempDir();
  try {
    const result = await run(cache);
    for (const path of await files(cache)) if (path.endsWith(".sha256")) await Deno.remove(path);
    assert.deepEqual(await Promise.all([run(cache), run(cache), run(cache)]), [result, result, result]);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
});
