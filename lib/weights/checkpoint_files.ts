import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { readJson } from "../files/json.ts";
import { safetensorsPaths } from "../models/checkpoint.ts";
import { gpt2ConfigSchema } from "../models/config.ts";
import { checkPreset } from "./presets.ts";

export const CONFIG = "config.json";
export const SINGLE = "model.safetensors";
export const INDEX = "model.safetensors.index.json";

/** The names of a checkpoint's files in `directory`; null where some are missing. */
export async function checkpointFiles(directory: string): Promise<string[] | null> {
  const tensors = (await safetensorsPaths(directory)).map((path) => basename(path));
  const names = [CONFIG, ...tensors.includes(SINGLE) ? [] : [INDEX], ...tensors];
  return names.every((name) => existsSync(join(directory, name))) ? names : null;
}

/** What files of weights are called, in safetensors or not. */
const WEIGHTS = /\.(bin|pth?|h5|msgpack|onnx|gguf|ot|tflite|ckpt|safetensors)$/;

/** Whether a file of that name in a model's folder is of its weights, or tells where they come from. */
export function isOfWeights(name: string): boolean {
  return WEIGHTS.test(name) || [INDEX, "source.json", "pretraining.json"].includes(name);
}

/** Whether a folder has anything of weights, whole or not. */
export function hasWeights(directory: string): boolean {
  return namesIn(directory).some(isOfWeights);
}

/** Whether a folder has a config.json and nothing of weights, by which a body has a shape and starts at random. */
export function isShapeAlone(directory: string): boolean {
  const names = namesIn(directory);
  return names.includes(CONFIG) && !names.some(isOfWeights);
}

function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/**
 * Checks that the config.json in `directory` is that of a GPT-2 which can be computed here, under the name `model`.
 *
 * @param owner How errors call it.
 */
export async function checkIsGpt2(directory: string, owner: string, model: string): Promise<void> {
  const path = join(directory, CONFIG);
  const { model_type } = await readJson(path, z.looseObject({ model_type: z.string().default("gpt2") }));
  if (model_type !== "gpt2") {
    throw new UserError(
      `Expected ${owner} to be a GPT-2 but its config.json says model_type "${model_type}": only GPT-2 is computed here`,
    );
  }
  checkPreset(model, await readJson(path, gpt2ConfigSchema));
}

/** The error that a model has no safetensors; `names` are the files that it has. */
export function noSafetensors(owner: string, names: readonly string[]): UserError {
  const others = names.filter((name) => WEIGHTS.test(name));
  return new UserError(
    `Expected ${owner} to have ${SINGLE} or ${INDEX} but found ${
      others.length > 0 ? `its weights in other formats (${others.join(", ")})` : "no weights"
    }: transformers' \`save_pretrained\` converts a loaded model; then give the folder that it wrote`,
  );
}
