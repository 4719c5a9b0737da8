import assert from "node:assert/strict";
import { join } from "node:path";
import { saveGpt2 } from "../../lib/models/checkpoint.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { keyOf } from "../../lib/random/key.ts";
import { hashWeights, loadWeights } from "../../lib/sweeps/weights.ts";
import { sha256OfFile } from "../../lib/files/integrity.ts";
import { writeOrigin } from "../../lib/weights/origin.ts";
import { withDirectory } from "../temporary_directory.ts";

const config = gpt2ConfigSchema.parse({ n_layer: 1, n_embd: 8, n_head: 2, n_positions: 4, vocab_size: 3 });

Deno.test("weights are read again when their files have changed, and only then", () =>
  withDirectory(async (directory) => {
    assert.equal(await loadWeights("mine", directory), null);
    const save = (seed: number) =>
      saveGpt2(join(directory, "mine"), config, initialGpt2(config, keyOf(seed)));
    await save(0);
    const first = await loadWeights("mine", directory), hash = await hashWeights("mine", directory);
    assert.equal(await loadWeights("mine", directory), first);
    assert.equal(hash, first!.sha256);
    await save(1);
    const second = await loadWeights("mine", directory);
    assert.notDeepEqual(second!.parameters, first!.parameters);
    assert.equal(await hashWeights("mine", directory), second!.sha256);
    assert.notEqual(second!.sha256, hash);
  }));

Deno.test("weights are not taken for another model's with files of the same sizes and times", () =>
  withDirectory(async (directory) => {
    for (const [seed, model] of ["mine", "other"].entries()) {
      const folder = join(directory, model);
      await saveGpt2(folder, config, initialGpt2(config, keyOf(seed)));
      for (const { name } of Deno.readDirSync(folder)) await Deno.utime(join(folder, name), 1, 1);
    }
    const first = await loadWeights("mine", directory);
    assert.notEqual((await loadWeights("other", directory))!.sha256, first!.sha256);
  }));

Deno.test("weights that are damaged are told of with what mends them", () =>
  withDirectory(async (directory) => {
    await saveGpt2(join(directory, "mine"), config, initialGpt2(config, keyOf(0)));
    await Deno.writeTextFile(join(directory, "mine", "model.safetensors"), "");
    for (const read of [loadWeights, hashWeights]) {
      await assert.rejects(read("mine", directory), {
        name: "UserError",
        message: /model\.safetensors to be a safetensors file .*\nWhat mends that: remove weights\/mine$/,
      });
    }
  }));

Deno.test("a folder with the shape of a model alone has no weights, unless it had some", () =>
  withDirectory(async (directory) => {
    await saveGpt2(join(directory, "mine"), config, initialGpt2(config, keyOf(0)));
    await Deno.remove(join(directory, "mine", "model.safetensors"));
    for (const read of [loadWeights, hashWeights]) assert.equal(await read("mine", directory), null);
    for (const other of ["pretraining.json", "pytorch_model.bin"]) {
      await Deno.writeTextFile(join(directory, "mine", other), "{}");
      const message = /model\.safetensors/;
      await assert.rejects(hashWeights("mine", directory), { name: "UserError", message });
      await Deno.remove(join(directory, "mine", other));
    }
  }));

/** Changes a bit of the last weight, which leaves a file that loads. */
async function rot(file: string): Promise<void> {
  const bytes = await Deno.readFile(file);
  bytes[bytes.length - 4] ^= 1;
  await Deno.writeFile(file, bytes);
}

Deno.test("weights that came or were pretrained are refused once a bit of them has changed", () =>
  withDirectory(async (directory) => {
    const writers = {
      brought: (folder: string) =>
        writeOrigin(folder, { source: "a/b", commit: "607a", names: ["config.json", "model.safetensors"] }),
      pretrained: async (folder: string) => {
        const sha256 = await sha256OfFile(join(folder, "model.safetensors"));
        await Deno.writeTextFile(join(folder, "pretraining.json"), JSON.stringify({ sha256 }));
      },
    };
    const mends = {
      brought: "deno task weights a/b --name brought",
      pretrained: "remove weights/pretrained",
    };
    for (const model of ["brought", "pretrained"] as const) {
      const folder = join(directory, model), file = join(folder, "model.safetensors");
      await saveGpt2(folder, config, initialGpt2(config, keyOf(0)));
      await writers[model](folder);
      assert.equal(await hashWeights(model, directory), await sha256OfFile(file));
      await rot(file);
      await assert.rejects(hashWeights(model, directory), {
        name: "UserError",
        message: `Expected ${file} to be as it came, by the SHA-256 written down then, but found it changed` +
          `\nWhat mends that: ${mends[model]}`,
      });
    }
  }));

Deno.test("weights that the user has put there may be any", () =>
  withDirectory(async (directory) => {
    await saveGpt2(join(directory, "mine"), config, initialGpt2(config, keyOf(0)));
    const file = join(directory, "mine", "model.safetensors");
    await rot(file);
    assert.equal(await hashWeights("mine", directory), await sha256OfFile(file));
  }));
