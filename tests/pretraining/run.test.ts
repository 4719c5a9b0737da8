import assert from "node:assert/strict";
import { join } from "node:path";
import { pretrainingOptionsSchema } from "../../lib/pretraining/options.ts";
import { noteStart } from "../../lib/pretraining/run.ts";
import { temporaryDirectory, withDirectory } from "../temporary_directory.ts";

const options = pretrainingOptionsSchema.parse({ steps: 300 });
const files = [{ name: "a.txt", use: "both" as const, bytes: 10, sha256: "0" }];
const start = {
  commit: "abc",
  command: "pretrain",
  machine: "m",
  backend: "native",
  ended: "2026-01-01T00:00:00Z",
};

Deno.test("a resumed run notes each start, and refuses other options or another text", async () => {
  const directory = await temporaryDirectory();
  await noteStart(directory, { options, files }, start);
  await Deno.writeTextFile(join(directory, "checkpoint.safetensors"), "");
  const { starts } = await noteStart(directory, { options, files }, { ...start, commit: "def" });
  assert.deepEqual(starts.map(({ commit }) => commit), ["abc", "def"]);
  const other = { options: { ...options, seed: 1, length: 512 }, files };
  await assert.rejects(noteStart(directory, other, start), {
    name: "UserError",
    message: /another .*length, seed/,
  });
  const text = { options, files: [{ ...files[0], sha256: "1" }] };
  await assert.rejects(noteStart(directory, text, start), { name: "UserError", message: /another files/ });
});

Deno.test("starts that left no checkpoint have no part in a run", () =>
  withDirectory(async (directory) => {
    const commits = async (commit: string) =>
      (await noteStart(directory, { options, files }, { ...start, commit })).starts.map(({ commit }) =>
        commit
      );
    assert.deepEqual(await commits("abc"), ["abc"]);
    assert.deepEqual(await commits("def"), ["def"]);
    await Deno.writeTextFile(join(directory, "checkpoint.safetensors"), "");
    assert.deepEqual(await commits("ghi"), ["def", "ghi"]);
    await Deno.remove(join(directory, "checkpoint.safetensors"));
    assert.deepEqual(await commits("jkl"), ["jkl"]);
  }));

Deno.test("a note of starts that is damaged is refused with what to do", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "run.json");
    for (const text of ["{", "{}"]) {
      await Deno.writeTextFile(path, text);
      await assert.rejects(noteStart(directory, { options, files }, start), {
        name: "UserError",
        message: /run\.json [^]*: delete it, and the same command goes on from the checkpoint$/,
      });
    }
  }));

Deno.test("options that contradict each other are refused by name", () => {
  const refused = (given: Record<string, number>, name: RegExp) =>
    assert.match(String(pretrainingOptionsSchema.safeParse({ steps: 300, ...given }).error), name);
  refused({ warmUpSteps: 300 }, /fewer steps of warm-up/);
  refused({ shortSteps: 10, shortLength: 100 }, /multiple of shortLength/);
  refused({ steps: 50, shortSteps: 50 }, /fewer steps with short windows/);
  refused({ shortLength: 128 }, /Expected shortSteps, the steps with windows of shortLength/);
  refused({ learningRate: 0 }, /learningRate/);
});

Deno.test("the learning rate rises in a tenth of the steps, but in 200 at most, unless it is said", () => {
  const warmUp = (given: { steps: number; warmUpSteps?: number }) =>
    pretrainingOptionsSchema.parse(given).warmUpSteps;
  assert.deepEqual([1, 100, 2000, 12_208].map((steps) => warmUp({ steps })), [0, 10, 200, 200]);
  assert.equal(warmUp({ steps: 100, warmUpSteps: 0 }), 0);
});
