import assert from "node:assert/strict";
import { join } from "node:path";
import { type Gpt2Config, gpt2Preset, huggingFaceConfig } from "../../lib/models/config.ts";
import { describeWeights } from "../../lib/weights/describe_weights.ts";
import { listWeights } from "../../lib/weights/folders.ts";
import { modelConfig } from "../../lib/weights/model_config.ts";
import { withDirectory } from "../temporary_directory.ts";
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
    await assert.rejects(describeWeights("mine", directory), {
      name: "UserError",
      message: /3775 bytes of data for 3776 bytes of tensors/,
    });
  }));

Deno.test("a folder under a preset's name must be made for the preset", () =>
  withDirectory(async (directory) => {
    const config = gpt2Preset("gpt2");
    const put = (other: Partial<Gpt2Config>) =>
      writeFiles(join(directory, "gpt2"), {
        "config.json": new TextEncoder().encode(JSON.stringify(huggingFaceConfig({ ...config, ...other }))),
      });
    await put({ vocabulary: 256, positions: 64 });
    assert.deepEqual(await modelConfig("gpt2", directory), config);
    for (
      const [other, message] of [
        [{ layers: 2 }, /layers 12 but found 2/],
        [{ layerNormEpsilon: 1e-6 }, /layerNormEpsilon 0\.00001 but found 0\.000001/],
        [{ scaleByHeadWidth: false }, /scaleByHeadWidth true but found false/],
        [{ scaleByLayer: true }, /scaleByLayer false but found true/],
      ] as const
    ) {
      await put(other);
      await assert.rejects(modelConfig("gpt2", directory), { name: "UserError", message });
    }
  }));
