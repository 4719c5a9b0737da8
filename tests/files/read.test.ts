import assert from "node:assert/strict";
import { join } from "node:path";
import { cannotWrite } from "../../lib/files/cannot_write.ts";
import { isFile, isFolder } from "../../lib/files/is_file.ts";
import { sha256OfFile } from "../../lib/files/integrity.ts";
import { readJson } from "../../lib/files/json.ts";
import { cannotRead, readBytes, readTextFile } from "../../lib/files/read.ts";
import { z } from "zod";
import { withDirectory } from "../temporary_directory.ts";

Deno.test("what is in a file's way is said in one message that names the file", () =>
  withDirectory(async (directory) => {
    const path = (name: string) => join(directory, name);
    await Deno.symlink(path("loop"), path("loop"));
    await Deno.mkdir(path("folder"));
    await Deno.writeTextFile(path("file"), "");
    const cases = {
      none: /^Expected a .*file at .*none but found none$/,
      folder: /^Expected a .*file at .*folder but found a folder$/,
      loop: /^Expected to read .*loop but found: .*symbolic links/,
      "file/in-it": /^Expected to read .*file\/in-it but found: .*[Nn]ot a directory/,
    };
    for (const [name, message] of Object.entries(cases)) {
      const readers = [readTextFile, readBytes, (path: string) => readJson(path, z.unknown())];
      for (const read of [...readers, sha256OfFile]) {
        await assert.rejects(async () => await read(path(name)), { name: "UserError", message });
      }
    }
  }));

Deno.test("an error without a code of the system is a defect and stays one", () => {
  // The code of a lost GPU's is a number.
  const errors: Error[] = [
    new TypeError("undefined is not a function"),
    new DOMException("lost", "AbortError"),
  ];
  for (const error of errors) {
    assert.equal(cannotRead("file", error), error);
    assert.equal(cannotWrite("file", error), error);
  }
});

Deno.test("a file is told from a folder and from nothing, and said to be unknown where it cannot be looked at", () =>
  withDirectory(async (directory) => {
    const path = (name: string) => join(directory, name);
    await Deno.symlink(path("loop"), path("loop"));
    await Deno.mkdir(path("folder"));
    await Deno.writeTextFile(path("file"), "");
    const found = ["file", "folder", "none", "file/in-it"].map((
      name,
    ) => [isFile(path(name)), isFolder(path(name))]);
    assert.deepEqual(found, [[true, false], [false, true], [false, false], [false, false]]);
    for (const ask of [isFile, isFolder]) {
      assert.throws(() => ask(path("loop/in-it")), {
        name: "UserError",
        message: /^Expected to read .*loop/,
      });
    }
  }));
