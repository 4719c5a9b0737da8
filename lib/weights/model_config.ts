import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { readJson } from "../files/json.ts";
import { weightsDirectory } from "../files/paths.ts";
import { GPT2_PRESET_NAMES, type Gpt2Config, gpt2ConfigSchema, gpt2Preset } from "../models/config.ts";
import { listWeights, weightsFolder } from "./folders.ts";
import { checkPreset, isPreset } from "./presets.ts";

/**
 * The shape of a model by name: of a preset (pocket, pocket-small, pocket-large, gpt2, gpt2-medium, gpt2-large,
 * gpt2-xl), or of the model in that folder of weights/.
 *
 * @throws {UserError} If there is no such model, or the config.json in its folder is not that of a GPT-2, or not that of
 * the preset.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { modelConfig } from "./model_config.ts";
 *
 * assert.equal((await modelConfig("gpt2-medium")).layers, 24);
 * await assert.rejects(modelConfig("nobody/nothing"), /deno task weights nobody\/nothing/);
 * ```
 */
export async function modelConfig(
  model: string,
  directory: string = weightsDirectory,
): Promise<Gpt2Config> {
  const path = join(weightsFolder(model, directory), "config.json");
  const found = existsSync(path) ? await readJson(path, gpt2ConfigSchema) : undefined;
  if (found) checkPreset(model, found);
  if (isPreset(model)) return gpt2Preset(model);
  if (found) return found;
  const { present } = await listWeights(directory);
  const known = [...new Set([...GPT2_PRESET_NAMES, ...present])];
  throw new UserError(
    `Expected a model, one of ${known.join(", ")}, but found "${model}": if the Hugging Face Hub has it, ` +
      `\`deno task weights ${model}\` downloads it`,
  );
}
