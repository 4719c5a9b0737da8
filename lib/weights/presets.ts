import { UserError } from "../errors.ts";
import { GPT2_PRESET_NAMES, type Gpt2Config, gpt2Preset, type Gpt2PresetName } from "../models/config.ts";

/** Whether a model's name is that of a preset. */
export function isPreset(model: string): model is Gpt2PresetName {
  return GPT2_PRESET_NAMES.includes(model as Gpt2PresetName);
}

/** Whether a model is one of this project's own, which are pretrained here and are not on the Hub. */
export function isOwn(model: string): boolean {
  return isPreset(model) && model.startsWith("pocket");
}

/** The repository of the Hub that has the weights of a preset by OpenAI. */
export function hubIdOf(preset: string): string {
  return `openai-community/${preset}`;
}

/** What the weights of a body are made for. Its tokens and positions are the task's, and its dropout rates the run's. */
const MADE_FOR = [
  "layers",
  "width",
  "heads",
  "mlpWidth",
  "layerNormEpsilon",
  "scaleByHeadWidth",
  "scaleByLayer",
] as const;

/**
 * Checks that weights under a preset's name are made for the preset, which experiments of that name compute.
 *
 * @throws {UserError} If they are not.
 */
export function checkPreset(model: string, found: Gpt2Config): void {
  if (!isPreset(model)) return;
  const expected = gpt2Preset(model);
  const other = MADE_FOR.find((key) => found[key] !== expected[key]);
  if (other === undefined) return;
  throw new UserError(
    `Expected the weights of a model named ${model} to have ${other} ${expected[other]} but found ${
      found[other]
    }: give them another name`,
  );
}
