import assert from "node:assert/strict";
import { join } from "node:path";
import { makeDirectory, writeAtomically } from "../../lib/files/json.ts";
import { appendLines } from "../../lib/files/lines.ts";
import { tryLock } from "../../lib/files/lock.ts";
import { withDirectory } from "../temporary_directory.ts";

Deno.test({
  name: "a full disk is told with the file that did not fit",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withDirectory(async (directory) => {
      const path = join(directory, "full");
      await Deno.symlink("/dev/full", path);
      assert.throws(() => appendLines(path), {
        name: "UserError",
        message:
          /^Expected to write .*full but found: No space left .*: mend that and run the command again$/,
      });
    }),
});

Deno.test("what is in the way of a folder or a file is told with its path", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "file"), inside = join(file, "inside");
    await writeAtomically(file, "text");
    const expected = {
      name: "UserError",
      message: /^Expected to write .*inside but found: .*run the command again$/,
    };
    await assert.rejects(makeDirectory(inside), expected);
    await assert.rejects(writeAtomically(inside, "text"), expected);
    assert.throws(() => tryLock(inside), expected);
    assert.throws(() => appendLines(inside), expected);
  }));
