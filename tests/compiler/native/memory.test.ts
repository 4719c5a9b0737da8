import assert from "node:assert/strict";
import { isNativeInstalled } from "../../../lib/compiler/native_files.ts";
import { startInProcess } from "../../backend/start_in_process.ts";

const native = (file: string) =>
  JSON.stringify(new URL(`../../../lib/compiler/native/${file}`, import.meta.url));

Deno.test({
  name: "asking whether there is memory takes none, also where memory that is freed is kept",
  ignore: !isNativeInstalled(),
  async fn() {
    const { code, stdout, stderr } = await startInProcess(
      `
        const { openLibrary } = await import(${native("library.ts")});
        const { wouldGet, writableBytes } = await import(${native("memory.ts")});
        await startBackend("native");
        const library = openLibrary(), before = writableBytes();
        const answers = [2n ** 30n, 2n ** 62n].map((bytes) => wouldGet(library, bytes));
        console.log(JSON.stringify({ answers, taken: Number(writableBytes() - before) }));
      `,
      {},
    );
    assert.equal(code, 0, stderr);
    const { answers, taken } = JSON.parse(stdout);
    assert.deepEqual(answers, [true, false]);
    assert(taken < 2 ** 28, `${taken} bytes more after asking for 2^30`);
  },
});
