import assert from "node:assert/strict";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine, inProjectCopy } from "../setup/project_copy.ts";
import { EXPERIMENT } from "./small_experiment.ts";

Deno.test("sweep --missing goes on from the records under version control, in another checkout", () =>
  inProjectCopy(async (run, copy) => {
    const env = { UTR_BACKEND: "wasm" };
    const sweep = async (experiment: unknown, ...flags: string[]) => {
      await writeFile(join(copy, "small.json"), JSON.stringify(experiment));
      const { code, stdout, stderr } = await run(["sweep", "small.json", "--workers", "1", ...flags], env);
      assert.equal(code, 0, stdout + stderr);
      return stdout;
    };
    const archive = async () => (await run(["results", "data/runs/small", "--archive"], env)).stdout;

    await sweep({ ...EXPERIMENT, seeds: [0] });
    assert.match(await archive(), /small\.jsonl: 1 runs/);
    // What another machine would not have.
    await mkdir(join(copy, "elsewhere"));
    await rename(join(copy, "data", "runs"), join(copy, "elsewhere", "runs"));

    const went = await sweep(EXPERIMENT, "--missing");
    assert.match(went, /1 runs finished, 0 diverged, 0 failed, 0 to do; 1 known from data\/records/);
    assert.match(await archive(), /small\.jsonl: 2 runs/);
    const { stdout } = await run(["results"], env);
    assert.match(stdout, /pending[^]*finished[^]*Pending here, but with records in .*small\.jsonl: 1 runs/);
    assert.match(await sweep(EXPERIMENT, "--missing", "--estimate"), /small: 0 of 2 runs to do/);
    assert.match(await sweep(EXPERIMENT), /2 runs finished, 0 diverged, 0 failed, 0 to do$/m);
  }));

Deno.test("sweep without the weights of one of this project's models says how to pretrain them", () =>
  inProjectCopy(async (run, copy) => {
    const experiment = { ...EXPERIMENT, model: "pocket-large", settings: ["frozen-pretrained"] };
    await writeFile(join(copy, "small.json"), JSON.stringify(experiment));
    for (const flags of [[], ["--estimate"]]) {
      const { code, stderr } = await run(["sweep", "small.json", ...flags], { UTR_BACKEND: "wasm" });
      assert.equal(code, 1);
      assert.match(
        stderr,
        /weights\/pocket-large, which all .*: `deno task pretrain <text> --model pocket-large --name pocket-large`/,
      );
    }
    const settings = ["frozen-random", "frozen-pretrained"];
    await writeFile(join(copy, "small.json"), JSON.stringify({ ...experiment, settings }));
    const estimating = commandLine(["sweep", "small.json", "--estimate"], { project: copy, stdout: "piped" })
      .spawn();
    let told = "";
    for await (const text of estimating.stdout.pipeThrough(new TextDecoderStream())) {
      told += text;
      if (told.includes("runs to do")) break; // then comes a measurement, which takes long
    }
    estimating.kill("SIGKILL");
    await estimating.status;
    assert.match(told, /leaving out frozen-pretrained; [^]*small: 2 of 2 runs to do/);
    const nowhere = await run(["sweep", "small.json", "--out", ""], {});
    assert.match(nowhere.stderr, /--out <directory>.*Expected a path but found an empty text/);
  }));
