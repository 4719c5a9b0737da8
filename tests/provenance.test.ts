import assert from "node:assert/strict";
import { join } from "node:path";
import { currentCommit, isTracked, processorName } from "../lib/provenance.ts";
import { withDirectory } from "./temporary_directory.ts";

async function git(directory: string, ...args: string[]): Promise<void> {
  const identity = [
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.org",
    "-c",
    "commit.gpgsign=false",
  ];
  const { success } = await new Deno.Command("git", { args: [...identity, ...args], cwd: directory })
    .output();
  assert(success);
}

Deno.test("a commit is marked where what runs depend on was changed since, not where only records were", () =>
  withDirectory(async (directory) => {
    const record = join(directory, "data/records/pocket.jsonl");
    const code = ["lib/mod.ts", "weights/pocket/config.json", "deno.json", "deno.lock", "package.json"]
      .map((name) => join(directory, name));
    for (const path of [record, ...code]) {
      await Deno.mkdir(join(path, ".."), { recursive: true });
      await Deno.writeTextFile(path, "1");
    }
    await git(directory, "init", "--quiet");
    await git(directory, "add", ".");
    await git(directory, "commit", "--quiet", "--message", "first");
    const clean = await currentCommit({ directory });
    assert.match(clean!, /^[0-9a-f]{12}$/);
    await Deno.writeTextFile(record, "2");
    await Deno.writeTextFile(join(directory, "lib/not_added.ts"), "1");
    assert.equal(await currentCommit({ directory }), clean);
    assert.equal(await currentCommit({ directory, paths: ["."] }), `${clean}+`);
    for (const path of code) {
      await Deno.writeTextFile(path, "2");
      assert.equal(await currentCommit({ directory }), `${clean}+`, path);
      await Deno.writeTextFile(path, "1");
    }
  }));

Deno.test("a checkout of another project around this one says nothing of its code", () =>
  withDirectory(async (around) => {
    const directory = join(around, "project");
    await Deno.mkdir(directory);
    for (const path of [join(around, "notes.txt"), join(directory, "deno.json")]) {
      await Deno.writeTextFile(path, "{}");
    }
    await git(around, "init", "--quiet");
    await git(around, "add", "notes.txt");
    await git(around, "commit", "--quiet", "--message", "first");
    assert.equal(await currentCommit({ directory }), null);
    assert.match((await currentCommit({ directory: around, paths: ["."] }))!, /^[0-9a-f]{12}$/);
  }));

Deno.test("a file is tracked once it was added, however it was changed since", () =>
  withDirectory(async (directory) => {
    await git(directory, "init", "--quiet");
    const paths = ["added.jsonl", "other.jsonl"].map((name) => join(directory, name));
    for (const path of paths) await Deno.writeTextFile(path, "1");
    await git(directory, "add", "added.jsonl");
    await Deno.writeTextFile(paths[0], "2");
    assert.deepEqual(await Promise.all(paths.map(isTracked)), [true, false]);
  }));

Deno.test("outside a git checkout there is no commit, and no file is tracked", () =>
  withDirectory(async (directory) => {
    assert.equal(await currentCommit({ directory }), null);
    assert.equal(await isTracked(join(directory, "any.jsonl")), false);
  }));

Deno.test("on a machine without git there is no commit, and no file is tracked", () =>
  withDirectory(async (directory) => {
    const path = Deno.env.get("PATH")!;
    Deno.env.set("PATH", directory);
    try {
      assert.equal(await currentCommit(), null);
      assert.equal(await isTracked(import.meta.filename!), false);
    } finally {
      Deno.env.set("PATH", path);
    }
  }));

Deno.test("a processor is told by its family and model, where both are known", () => {
  const [family, model, name] = ["cpu family\t: 26\n", "model\t\t: 2\n", "model name\t: AMD EPYC\n"];
  assert.equal(processorName("AMD EPYC", family + model + name), "AMD EPYC (family 26, model 2)");
  for (const cpuinfo of ["", name, family + name, model + name]) {
    assert.equal(processorName(" AMD EPYC ", cpuinfo), "AMD EPYC");
  }
  assert.equal(processorName("", ""), "unknown processor");
});
