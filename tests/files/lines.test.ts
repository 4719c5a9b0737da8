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

Deno.test({
  name: "a line is whole, or an error tells that it is not",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withDirectory(async (directory) => {
      const path = join(directory, "lines.jsonl"),
        lines = new URL("../../lib/files/lines.ts", import.meta.url);
      const script = `
        import { appendLines } from ${JSON.stringify(lines.href)};
        const lines = appendLines(${JSON.stringify(path)});
        let written = 0;
        try {
          while (written < 1000) lines.write("x".repeat(9999)), written++;
        } catch {
          console.log(written);
        }
      `;
      // Under a limit of the file's size, of 1000 x 1024 bytes here, the system takes a part of the line that exceeds it.
      const limited = "trap '' XFSZ; ulimit -f 1000; exec \"$@\"";
      const { stdout } = await new Deno.Command("bash", {
        args: ["-c", limited, "bash", Deno.execPath(), "eval", "--no-check", script],
        env: { NO_COLOR: "1" },
      }).output();
      const whole = (await Deno.readTextFile(path)).split("\n").filter((line) => line.endsWith('"')).length;
      assert(whole > 90);
      assert.equal(new TextDecoder().decode(stdout).trim(), String(whole));
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
