import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inProjectCopy } from "../setup/project_copy.ts";
import { EXPERIMENT } from "./small_experiment.ts";

Deno.test("baselines computes and keeps those of an experiment, and refuses what is none", () =>
  inProjectCopy(async (run, copy) => {
    await writeFile(join(copy, "small.json"), JSON.stringify(EXPERIMENT));
    const { code, stdout, stderr } = await run(["baselines", "small.json"], { UTR_BACKEND: "wasm" });
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^bit-xor majority: test accuracy [\d.]+ %$/m);
    assert.match(stdout, /^bit-xor logistic-regression at 1e-3: test accuracy [\d.]+ ± [\d.]+ %$/m);
    assert.match(stdout, /small\.jsonl: 3 baselines$/m);
    const file = await readFile(join(copy, "data", "records", "baselines", "small.jsonl"), "utf8");
    const [first] = file.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(first.provenance.command, "baselines small.json");
    // What is there stays, unless all is to be computed anew.
    const lines = file.trim().split("\n");
    await writeFile(join(copy, "data", "records", "baselines", "small.jsonl"), lines.slice(1).join("\n"));
    const resume = async (...flags: string[]) => {
      const { code, stdout, stderr } = await run(["baselines", "small.json", ...flags], {
        UTR_BACKEND: "wasm",
      });
      assert.equal(code, 0, stdout + stderr);
      return (await readFile(join(copy, "data", "records", "baselines", "small.jsonl"), "utf8")).trim().split(
        "\n",
      );
    };
    const resumed = await resume();
    assert.notEqual(resumed[0], lines[0]); // it says when it was measured
    assert.deepEqual(resumed.slice(1), lines.slice(1));
    for (const [i, line] of (await resume("--anew")).entries()) assert.notEqual(line, resumed[i]);
    const [entry] = EXPERIMENT.tasks, training = { ...entry.training, clipNorm: null };
    await writeFile(
      join(copy, "small.json"),
      JSON.stringify({ ...EXPERIMENT, tasks: [{ ...entry, training }] }),
    );
    const otherwise = await run(["baselines", "small.json"], { UTR_BACKEND: "wasm" });
    assert.match(otherwise.stdout, /small\.jsonl: 3 baselines, 3 in place of others$/m);
    const refused = await run(["baselines", "pokcet"]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /^error: Expected a JSON file or one of quick, .* found neither at \/.*\/pokcet\n$/,
    );
  }));
