import assert from "node:assert/strict";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../lib/errors.ts";
import { readJson, writeAtomically } from "../../lib/files/json.ts";
import { withDirectory } from "../temporary_directory.ts";

const schema = z.strictObject({ runs: z.array(z.strictObject({ seed: z.int() })) });

function testRead(name: string, text: string, expected: RegExp): void {
  Deno.test(name, () =>
    withDirectory(async (directory) => {
      const path = join(directory, "file.json");
      await Deno.writeTextFile(path, text);
      await assert.rejects(
        readJson(path, schema),
        (error) => error instanceof UserError && error.message.includes(path) && expected.test(error.message),
      );
    }));
}

testRead(
  "readJson names the place of what does not fit",
  '{"runs": [{"seed": 0}, {"seed": "1"}]}',
  /runs\[1\]\.seed/,
);
testRead("readJson refuses what the schema does not know", '{"runs": [], "runz": []}', /runz/);
testRead("readJson names a file that is cut off", '{"runs": [', /hold JSON/);

Deno.test("readJson passes over a byte-order mark", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "file.json");
    await Deno.writeTextFile(path, '\uFEFF{"runs": []}');
    assert.deepEqual(await readJson(path, schema), { runs: [] });
  }));

Deno.test("readJson names a file that is missing", () =>
  withDirectory((directory) =>
    assert.rejects(readJson(join(directory, "none.json"), schema), {
      name: "UserError",
      message: /none\.json/,
    })
  ));

Deno.test("writeAtomically replaces a file and leaves no other behind", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "file.json");
    await Deno.writeTextFile(path, "a long text that was there before");
    await writeAtomically(path, "new");
    assert.equal(await Deno.readTextFile(path), "new");
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), ["file.json"]);
  }));

Deno.test("writeAtomically that fails leaves what was there, and no other file", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "folder");
    await Deno.mkdir(join(path, "not empty"), { recursive: true });
    await assert.rejects(writeAtomically(path, "new"));
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), ["folder"]);
  }));
