import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sealCache, useCache } from "../../lib/compiler/cache.ts";
import { temporaryDirectory } from "../temporary_directory.ts";

const script = fileURLToPath(new URL("./cached_start.ts", import.meta.url));

async function start(args: string[], env = {}): Promise<{ result: string; log: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, ...args],
    env: { NODE_DEBUG: "jit", ...env },
  }).output();
  const [result, log] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  assert(success, log);
  return { result, log };
}

const run = async (cache: string) => (await start([cache])).result;

async function files(cache: string): Promise<string[]> {
  const [{ name }] = await Array.fromAsync(Deno.readDir(cache));
  const entries = await Array.fromAsync(Deno.readDir(`${cache}/${name}`));
  return entries.map((entry) => `${cache}/${name}/${entry.name}`).sort();
}

Deno.test("compiled code is kept on disk, and damage to it only costs time", async () => {
  const cache = await temporaryDirectory();
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
});

Deno.test("processes that start at once, and all find damage, start all the same", async () => {
  const cache = await temporaryDirectory();
  const result = await run(cache);
  for (const path of await files(cache)) if (path.endsWith(".sha256")) await Deno.remove(path);
  assert.deepEqual(await Promise.all([run(cache), run(cache), run(cache)]), [result, result, result]);
});

Deno.test("a cache that cannot be used costs nothing but time, and the debug log says why", async () => {
  const cache = await temporaryDirectory();
  const result = await run(join(cache, "whole"));
  const file = join(cache, "file");
  await Deno.writeTextFile(file, "");
  for (const root of [file, join(file, "within")]) {
    const unusable = await start([root]);
    assert.equal(unusable.result, result);
    assert.match(unusable.log, /no compiled code is kept in .*file.*: Error/);
  }
  const unsealed = await start([join(cache, "new"), "a_folder.pb"]);
  assert.equal(unsealed.result, result);
  assert.match(unsealed.log, /no more compiled code is kept in .*new.*: Error/);
});

Deno.test({
  name: "a read-only folder is not used",
  ignore: Deno.uid() === 0, // who may write anywhere
  async fn() {
    const cache = await temporaryDirectory();
    const result = await run(cache);
    const [code, seal] = await files(cache), folder = dirname(code);
    for (const path of [code, seal]) await Deno.remove(path);
    await Deno.chmod(folder, 0o555);
    const readOnly = await start([cache]);
    await Deno.chmod(folder, 0o755);
    assert.equal(readOnly.result, result);
    assert.match(readOnly.log, /no compiled code is kept in .*: Error: EACCES/);
  },
});

Deno.test("code that was compiled with other flags is compiled anew", async () => {
  const cache = await temporaryDirectory();
  await run(cache);
  const before = await Array.fromAsync(Deno.readDir(cache));
  await start([cache], { XLA_FLAGS: "--xla_cpu_enable_fast_min_max=true" });
  assert.equal((await Array.fromAsync(Deno.readDir(cache))).length, before.length + 1);
});

Deno.test("code that was compiled for another number of threads is compiled anew", async () => {
  const cache = await temporaryDirectory();
  const result = (await start([cache, "", "1"])).result;
  assert.equal((await start([cache, "", "2"])).result, result);
  assert.equal((await Array.fromAsync(Deno.readDir(cache))).length, 2);
});

Deno.test("a process started by one that keeps code finds what that one has compiled", async () => {
  const cache = await temporaryDirectory();
  await run(cache);
  const [code] = await files(cache), written = (await Deno.stat(code)).mtime;
  await start([cache], { TF_XLA_FLAGS: `--tf_xla_persistent_cache_directory=${dirname(code)}` });
  assert.equal((await Array.fromAsync(Deno.readDir(cache))).length, 1);
  assert.deepEqual((await Deno.stat(code)).mtime, written, "nothing is compiled again");
});

Deno.test("code that another process replaces with its own is kept", async () => {
  const root = await temporaryDirectory(), flags = Deno.env.get("TF_XLA_FLAGS");
  try {
    useCache(root);
    const [{ name }] = await Array.fromAsync(Deno.readDir(root)), code = join(root, name, "step.pb");
    for (const text of ["ours", "theirs"]) {
      await Deno.writeTextFile(code + ".tmp", text);
      await Deno.rename(code + ".tmp", code);
      sealCache();
    }
    useCache(root);
    assert.equal(await Deno.readTextFile(code), "theirs");
  } finally {
    if (flags === undefined) Deno.env.delete("TF_XLA_FLAGS");
    else Deno.env.set("TF_XLA_FLAGS", flags);
  }
});

Deno.test("code is kept for two months, of other flags, too", async () => {
  const cache = await temporaryDirectory(), flags = { XLA_FLAGS: "--xla_cpu_enable_fast_min_max=true" };
  await run(cache);
  const [code, seal] = await files(cache);
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  await Deno.utime(code, daysAgo(59), daysAgo(59));
  await start([cache], flags);
  await Promise.all([code, seal].map((path) => Deno.stat(path)));
  await Deno.utime(code, daysAgo(61), daysAgo(61));
  await start([cache], flags);
  for (const path of [code, seal]) await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
});
