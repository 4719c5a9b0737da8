import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { root } from "../../lib/files/paths.ts";
import { withTemporary } from "../../lib/files/temporary.ts";
import { withDirectory } from "../temporary_directory.ts";

const TEMPORARY = fileURLToPath(new URL("../../lib/files/temporary.ts", import.meta.url));

/** A process that is making a file at `target` and does not get any further. */
async function stuck(target: string): Promise<Deno.ChildProcess> {
  const script = `
    const { withTemporary } = await import(${JSON.stringify(TEMPORARY)});
    setInterval(() => {}, 1000);
    await withTemporary(${JSON.stringify(target)}, async (temporary) => {
      await Deno.writeTextFile(temporary, "half");
      console.log("begun");
      await new Promise(() => {});
    });
  `;
  const child = new Deno.Command(Deno.execPath(), { args: ["eval", script], cwd: root, stdout: "piped" })
    .spawn();
  for await (const _ of createInterface({ input: Readable.fromWeb(child.stdout as never) })) break;
  return child;
}

Deno.test("what a killed process has left of a file is removed when the file is made next, not before", () =>
  withDirectory(async (directory) => {
    const target = join(directory, "file.json");
    const child = await stuck(target);
    const [left] = readdirSync(directory);
    await withTemporary(target, () => Promise.resolve());
    assert.deepEqual(readdirSync(directory), [left]);

    child.kill("SIGKILL");
    await child.status;
    await withTemporary(join(directory, "file"), () => Promise.resolve());
    assert.deepEqual(readdirSync(directory), [left]);
    await withTemporary(target, () => Promise.resolve());
    assert.deepEqual(readdirSync(directory), []);
  }));

Deno.test("what an earlier process with this one's number has left is removed, what this one makes is not", () =>
  withDirectory(async (directory) => {
    const target = join(directory, "file.json");
    let left = "";
    await withTemporary(target, (temporary) => Promise.resolve(void (left = temporary)));
    await Deno.mkdir(join(left, "half of a folder"), { recursive: true });
    await withTemporary(target, async (temporary) => {
      await Deno.writeTextFile(temporary, "half");
      await withTemporary(target, () => Promise.resolve());
      assert.deepEqual(readdirSync(directory).map((name) => join(directory, name)), [temporary]);
    });
    assert.deepEqual(readdirSync(directory), []);
  }));
