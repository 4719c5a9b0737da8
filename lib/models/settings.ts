import { z } from "zod";
import { UserError } from "../errors.ts";
import type { Gpt2Config } from "./config.ts";

/** The parts of the transfer model that are trained or frozen together. */
export const PARTS = ["input", "output", "positions", "layerNorms", "attention", "mlp"] as const;
export type Part = (typeof PARTS)[number];

/** A way to transfer a body to a task: where its weights come from and which parts are trained. */
export const settingSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "Expected lower-case letters, digits and hyphens"),
  /**
   * Normal: the body's matrices all with one deviation. Random: with smaller projections into residual connections (see
   * `initialBody`). Statistics: each tensor with the mean and deviation of the pretrained one.
   */
  initialization: z.enum(["normal", "random", "statistics", "pretrained"]),
  /** In any order. */
  trained: z.array(z.enum(PARTS)).min(1)
    .refine((parts) => new Set(parts).size === parts.length, "Expected each part only once")
    .transform((parts) => PARTS.filter((part) => parts.includes(part))).readonly(),
  /** How many of the body's blocks are kept, from the first; all if not given. */
  layers: z.int().min(1).optional(),
});
/** A way to transfer a body to a task (see {@linkcode settingSchema}). */
export type Setting = z.infer<typeof settingSchema>;

/** Whether a setting can only be had with pretrained weights. */
export function needsWeights({ initialization }: Pick<Setting, "initialization">): boolean {
  return initialization === "pretrained" || initialization === "statistics";
}

/** What the Frozen Pretrained Transformer trains (Lu et al., 2021, section 2.2). */
const FROZEN = ["input", "output", "positions", "layerNorms"] as const;

export const SETTING_NAMES = [
  "frozen-random",
  "frozen-pretrained",
  "unfrozen-random",
  "unfrozen-pretrained",
] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

/**
 * The four settings of Rothermel et al. (2021), section 3: {Frozen, Unfrozen} x {Random, Pretrained}. The papers' random
 * bodies are Hugging Face's of their time, whose initialization was normal (FPT's environment.yml has transformers 4.1.1).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SETTINGS } from "./settings.ts";
 *
 * assert(!SETTINGS["frozen-random"].trained.includes("attention"));
 * ```
 */
export const SETTINGS: Readonly<Record<SettingName, Setting>> = {
  "frozen-random": { name: "frozen-random", initialization: "normal", trained: FROZEN },
  "frozen-pretrained": { name: "frozen-pretrained", initialization: "pretrained", trained: FROZEN },
  "unfrozen-random": { name: "unfrozen-random", initialization: "normal", trained: PARTS },
  "unfrozen-pretrained": { name: "unfrozen-pretrained", initialization: "pretrained", trained: PARTS },
};

/**
 * The body as a setting uses it: whole, or its first blocks.
 *
 * @throws {UserError} If the setting asks for more blocks than there are.
 */
export function bodyOf({ name, layers = Infinity }: Setting, body: Gpt2Config): Gpt2Config {
  if (layers === Infinity) return body;
  if (layers <= body.layers) return { ...body, layers };
  throw new UserError(`Expected at most ${body.layers} layers in the setting ${name} but found ${layers}`);
}
