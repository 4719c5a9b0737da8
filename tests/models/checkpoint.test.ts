import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { hashGpt2, inspectGpt2, loadGpt2, saveGpt2 } from "../../lib/models/checkpoint.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import type { HostParameters } from "../../lib/models/parameters.ts";
import { openSafetensors } from "../../lib/models/safetensors/read.ts";
import { encodeSafetensors } from "../../lib/models/safetensors/write.ts";
import { keyOf } from "../../lib/random/key.ts";
import { fixtures, readAll } from "./fixtures.ts";
import { isOpen } from "../is_open.ts";
import { withDirectory } from "../temporary_directory.ts";

const config = gpt2ConfigSchema.parse({ n_layer: 1, n_embd: 8, n_head: 2, n_positions: 4, vocab_size: 3 });
const parameters = initialGpt2(config, keyOf(0));

/** A checkpoint with other tensors than its config.json asks for. */
async function saveTensors(directory: string, tensors: HostParameters): Promise<void> {
  await saveGpt2(directory, config, parameters);
  await Deno.writeFile(join(directory, "model.safetensors"), encodeSafetensors(tensors));
}

Deno.test("one file of GPT2LMHeadModel is loaded without its prefix, with the file's SHA-256", async () => {
  const path = join(fixtures, "usual", "model.safetensors");
  const loaded = await loadGpt2(join(fixtures, "usual"));
  const stored = Object.entries(await readAll(path)).map((
    [name, value],
  ) => [name.replace("transformer.", ""), value]);
  assert.deepEqual(loaded.parameters, Object.fromEntries(stored));
  assert.equal(loaded.sha256, createHash("sha256").update(await Deno.readFile(path)).digest("hex"));
});

Deno.test("shards are loaded as one file is", async () => {
  const { parameters } = await loadGpt2(join(fixtures, "unusual"));
  assert.equal(Object.keys(parameters).length, 1 + 1 + 2 * 12 + 2);
  assert.deepEqual(parameters["h.1.mlp.c_fc.weight"].shape, [15, 20]);
});

Deno.test("one file is loaded rather than shards beside it, as by Hugging Face", () =>
  withDirectory(async (directory) => {
    await cp(join(fixtures, "unusual"), directory, { recursive: true });
    await saveGpt2(directory, config, parameters);
    assert.deepEqual((await loadGpt2(directory)).parameters, parameters);
  }));

Deno.test("shards have one SHA-256, in whatever order their index names them", () =>
  withDirectory(async (directory) => {
    await cp(join(fixtures, "unusual"), directory, { recursive: true });
    const path = join(directory, "model.safetensors.index.json");
    const { weight_map: places, ...rest } = JSON.parse(await Deno.readTextFile(path));
    const inOrder = Object.entries<string>(places).sort(([, a], [, b]) => a < b ? -1 : 1);
    const save = (entries: [string, string][]) =>
      Deno.writeTextFile(path, JSON.stringify({ ...rest, weight_map: Object.fromEntries(entries) }));
    await save(inOrder);
    const { sha256 } = await loadGpt2(directory);
    assert.notEqual(inOrder[0][1], inOrder.at(-1)![1], "there are several");
    await save(inOrder.toReversed());
    assert.equal((await loadGpt2(directory)).sha256, sha256);
  }));

Deno.test("what is saved is loaded as it was, and in half precision nearly so", () =>
  withDirectory(async (directory) => {
    await saveGpt2(directory, config, parameters);
    const loaded = await loadGpt2(directory);
    assert.deepEqual(loaded.config, config);
    assert.deepEqual(loaded.parameters, parameters);
    await using file = await openSafetensors(join(directory, "model.safetensors"));
    assert.deepEqual([...file.tensors.keys()], Object.keys(parameters).map((name) => `transformer.${name}`));
    assert.deepEqual(file.metadata, { format: "pt" }, "without it transformers refuses the file");
    await saveGpt2(directory, config, parameters, { dtype: "BF16" });
    const { values } = (await loadGpt2(directory)).parameters["wpe.weight"];
    // bf16 has 8 significant bits.
    for (const [i, value] of parameters["wpe.weight"].values.entries()) {
      assert(Math.abs(values[i] - value) <= 2 ** -8 * Math.abs(value));
    }
  }));

Deno.test("the causal masks and the tied head that old checkpoints hold are ignored", () =>
  withDirectory(async (directory) => {
    const mask = { shape: [1], values: Float32Array.of(1) };
    const extra = { "h.0.attn.bias": mask, "h.0.attn.masked_bias": mask, "lm_head.weight": mask };
    await saveTensors(directory, { ...parameters, ...extra });
    assert.deepEqual((await loadGpt2(directory)).parameters, parameters);
  }));

Deno.test("missing, unexpected and misshapen tensors are listed", () =>
  withDirectory(async (directory) => {
    const { "ln_f.bias": _, ...others } = parameters;
    const values = new Float32Array(40);
    await saveTensors(directory, {
      ...others,
      "wpe.weight": { shape: [5, 8], values },
      "extra": { shape: [40], values },
    });
    await assert.rejects(loadGpt2(directory), (error: Error) => {
      assert.equal(error.name, "UserError");
      assert.match(error.message, /missing ln_f\.bias/);
      assert.match(error.message, /unexpected extra/);
      assert.match(error.message, /wpe\.weight of shape \[5,8\] instead of \[4,8\]/);
      return true;
    });
  }));

Deno.test({
  name: "all files of a checkpoint are closed, whether it is loaded or refused",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withDirectory(async (directory) => {
      const path = join(directory, "model.safetensors");
      await saveGpt2(directory, config, parameters);
      await loadGpt2(directory);
      await inspectGpt2(directory);
      await hashGpt2(directory);
      assert(!isOpen(path));
      await saveTensors(directory, {});
      await assert.rejects(loadGpt2(directory));
      assert(!isOpen(path));
    }),
});

Deno.test("a list of many wrong tensors is cut", () =>
  withDirectory(async (directory) => {
    await saveTensors(directory, {});
    await assert.rejects(loadGpt2(directory), { name: "UserError", message: /and 6 more$/ });
  }));

Deno.test("a tensor with and without the prefix is refused", () =>
  withDirectory(async (directory) => {
    await saveTensors(directory, { ...parameters, "transformer.wpe.weight": parameters["wpe.weight"] });
    await assert.rejects(loadGpt2(directory), { name: "UserError", message: /one tensor wpe\.weight.*two/ });
  }));

Deno.test("a missing or malformed config.json is an error that names the file and the field", () =>
  withDirectory(async (directory) => {
    await assert.rejects(loadGpt2(directory), { name: "UserError", message: /config\.json/ });
    await Deno.writeTextFile(join(directory, "config.json"), '{"activation_function": "relu"}');
    await assert.rejects(loadGpt2(directory), {
      name: "UserError",
      message: /config\.json[^]*gelu_new[^]*activation_function/,
    });
  }));

Deno.test("missing weights and missing shards are errors that name the file", () =>
  withDirectory(async (directory) => {
    await cp(join(fixtures, "unusual"), directory, { recursive: true });
    await Deno.remove(join(directory, "model-00002-of-00002.safetensors"));
    await assert.rejects(loadGpt2(directory), { name: "UserError", message: /model-00002-of-00002/ });
    await Deno.remove(join(directory, "model.safetensors.index.json"));
    await assert.rejects(loadGpt2(directory), { name: "UserError", message: /model\.safetensors/ });
  }));

Deno.test("an index that names a file elsewhere is refused", () =>
  withDirectory(async (directory) => {
    await cp(join(fixtures, "unusual"), directory, { recursive: true });
    for (const file of ["../secret.safetensors", ".."]) {
      const index = JSON.stringify({ weight_map: { "wte.weight": file } });
      await Deno.writeTextFile(join(directory, "model.safetensors.index.json"), index);
      await assert.rejects(loadGpt2(directory), (error: Error) => {
        assert.equal(error.name, "UserError");
        assert(error.message.endsWith(`to name files beside it but found "${file}"`), error.message);
        return true;
      });
    }
  }));
