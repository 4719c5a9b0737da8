import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inProjectCopy, type Run } from "../setup/project_copy.ts";
import { EXPERIMENT } from "./small_experiment.ts";
import { checkpoint, writeFiles } from "../weights/checkpoints.ts";

/** A test of a command line that was called in the folder mine/ of the project. */
function testFrom(name: string, test: (run: Run, mine: string) => Promise<void>): void {
  Deno.test(name, () =>
    inProjectCopy(async (run, copy) => {
      const mine = join(copy, "mine");
      await writeFiles(mine, {
        "small.json": new TextEncoder().encode(JSON.stringify({ ...EXPERIMENT, seeds: [0] })),
        "text.txt": new TextEncoder().encode("short"),
      });
      await writeFiles(join(mine, "small-gpt2"), checkpoint());
      await test((args, env) => run(args, { INIT_CWD: mine, UTR_BACKEND: "wasm", ...env }), mine);
    }));
}

testFrom("a sweep's file and folders are found from where `deno task` was called", async (run, mine) => {
  const swept = await run(["sweep", "small.json", "--out", "runs", "--workers", "1"]);
  assert.match(swept.stdout, /1 runs finished/, swept.stderr);
  assert(existsSync(join(mine, "runs", "experiment.json")));
  assert.match((await run(["results", "runs"])).stdout, /bit-xor +frozen-random/);
});

testFrom("weights and text are found from where `deno task` was called", async (run) => {
  assert.match((await run(["weights", "small-gpt2"])).stdout, /^copied: small-gpt2 /);
  assert.match(
    (await run(["pretrain", "text.txt"])).stderr,
    /bytes of text for training in text\.txt but found/,
  );
});

testFrom("an INIT_CWD outside of the project is that of another tool", async (run, mine) => {
  const { stdout } = await run(["weights", join("mine", "small-gpt2")], { INIT_CWD: join(mine, "..", "..") });
  assert.match(stdout, /^copied: small-gpt2 /);
});

testFrom("an INIT_CWD that is empty, or no folder any more, is ignored", async (run, mine) => {
  for (const folder of ["", join(mine, "gone"), join(mine, "text.txt")]) {
    const { stdout, stderr } = await run(["weights", "--help"], { INIT_CWD: folder });
    assert.match(stdout, /^Usage: deno task weights/, stderr);
  }
});

testFrom("a folder of the project is within it though its name begins with two dots", async (run, mine) => {
  const folder = join(mine, "..", "..x");
  await writeFiles(join(folder, "dotted-gpt2"), checkpoint());
  const { stdout } = await run(["weights", "dotted-gpt2"], { INIT_CWD: folder });
  assert.match(stdout, /^copied: dotted-gpt2 /);
});
