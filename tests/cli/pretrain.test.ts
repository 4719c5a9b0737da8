import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { commandLine, inProjectCopy } from "../setup/project_copy.ts";

Deno.test("a pretraining that is stopped goes on where it was, and ends with weights and where they come from", () =>
  inProjectCopy(async (run, copy) => {
    const sentence = "the quick brown fox jumps over the lazy dog. ";
    await Deno.writeTextFile(join(copy, "text.txt"), sentence.repeat(200));
    const args = ["pretrain", "text.txt", "--name", "tiny", "--model", "pocket-small", "--steps", "100"];
    args.push("--length", "32", "--batch-size", "2", "--evaluate-every", "50");
    const env = { UTR_BACKEND: "wasm" }, folder = join(copy, "data", "pretraining", "tiny");

    const metrics = join(folder, "metrics.jsonl");
    const told = (): number[] => {
      if (!existsSync(metrics)) return [];
      const lines = readFileSync(metrics, "utf8").split("\n").filter((line) => line.endsWith("}")); // whole ones
      return lines.map((line) => JSON.parse(line).step);
    };
    const process = commandLine(args, { env, project: copy }).spawn();
    while (!told().some((step) => step > 0)) await setTimeout(5);
    process.kill("SIGINT");
    assert.equal((await process.status).code, 130);
    const before = told();
    assert(before.at(-1)! < 100 && !existsSync(join(copy, "weights", "tiny")), "it was stopped");

    const { code, stdout, stderr } = await run(args, env);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Held out for validation: the last hundredth of the text$/m);
    assert.match(stdout, /^weights\/tiny: \d\.\d{3} bits per byte of the validation text/m);
    const after = told().slice(before.length);
    assert.deepEqual([Math.min(...after) > before.at(-1)!, Math.max(...after)], [true, 100]);

    const { config } = await loadGpt2(join(copy, "weights", "tiny"));
    assert.equal(config.vocabulary, 256);
    const { starts } = JSON.parse(readFileSync(join(copy, "weights", "tiny", "pretraining.json"), "utf8"));
    assert.equal(starts.length, 2);
    for (const { command } of starts) assert.match(command, /^pretrain text\.txt .*--steps 100/);
  }));

Deno.test("once the weights are written, Ctrl-C ends what is left, the sample", () =>
  inProjectCopy(async (_run, copy) => {
    await Deno.writeTextFile(join(copy, "text.txt"), "the quick brown fox ".repeat(50));
    const args = ["pretrain", "text.txt", "--name", "tiny", "--model", "pocket-small", "--steps", "1"];
    args.push("--length", "4", "--batch-size", "1", "--evaluate-every", "1", "--evaluation-bytes", "8");
    // Minutes, on a backend that never waits for anything else.
    const env = { UTR_BACKEND: "cpu" };
    const process = commandLine(args, { env, project: copy, stdout: "piped" }).spawn();
    const lines = process.stdout.pipeThrough(new TextDecoderStream());
    for await (const text of lines.values({ preventCancel: true })) if (text.includes("It writes:")) break;
    process.kill("SIGINT");
    assert.equal((await process.status).signal, "SIGINT");
    await lines.cancel();
    assert(existsSync(join(copy, "weights", "tiny", "model.safetensors")));
  }));
