import assert from "node:assert/strict";
import { join } from "node:path";
import { describeWeights } from "../../lib/weights/describe_weights.ts";
import { listWeights } from "../../lib/weights/folders.ts";
import { modelConfig } from "../../lib/weights/model_config.ts";
import { withDirectory } from "../tasks/with_directory.ts";
import { checkpoint, CONFIG, writeFiles } from "./checkpoints.ts";

Deno.test("models in weights/ are known by their names", () =>
  withDirectory(async (directory) => {
    await writeFiles(join(directory, "owner--name"), checkpoint());
    await writeFiles(join(directory, "mine"), checkpoint());
    await writeFiles(join(directory, "half.part", "0123"), checkpoint());
    assert.deepEqual(await listWeights(directory), { present: ["mine", "owner/name"], unfinished: ["half"] });
    assert.deepEqual(await modelConfig("owner/name", directory), CONFIG);
  }));

Deno.test("a model that is nowhere is refused, with those that there are", () =>
  withDirectory(async (directory) => {
    await writeFiles(join(directory, "mine"), checkpoint());
    await assert.rejects(modelConfig("yours", directory), {
      name: "UserError",
      message: /gpt2-xl, mine, but found "yours".*deno task weights yours/,
    });
  }));

Deno.test("weights that are cut off are no weights", () =>
  withDirectory(async (directory) => {
    const { "model.safetensors": tensors, ...others } = checkpoint();
    await writeFiles(join(directory, "mine"), { ...others, "model.safetensors": tensors.slice(0, -1) });
    await assert.rejects(describeWeights("mine", directory), { name: "UserError", message: /complete\?/ });
  }));
