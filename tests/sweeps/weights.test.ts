import assert from "node:assert/strict";
import { join } from "node:path";
import { saveGpt2 } from "../../lib/models/checkpoint.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { keyOf } from "../../lib/random/key.ts";
import { hashWeights, loadWeights } from "../../lib/sweeps/weights.ts";
import { withDirectory } from "../tasks/with_directory.ts";

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
