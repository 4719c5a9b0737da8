import { z } from "zod";
import { UserError } from "../errors.ts";

const count = z.int().min(1);
const rate = z.number().min(0).lt(1);

/** The shape and the constants of a GPT-2. */
export const gpt2Schema = z.strictObject({
  /** How many tokens there are. */
  vocabulary: count,
  layers: count,
  /** Length of a hidden state. */
  width: count,
  /** Attention heads of a layer; divides `width`. */
  heads: count,
  /** The most positions a sequence can have. */
  positions: count,
  /** Length of the hidden layer of each MLP. */
  mlpWidth: count,
  layerNormEpsilon: z.number().positive(),
  /** Standard deviation of fresh weights. */
  initializerRange: z.number().min(0),
  /** Rates from 0 (none) up to, not including, 1. */
  dropout: z.strictObject({ embedding: rate, attention: rate, residual: rate }),
  /** Whether attention scores are divided by the square root of the head's width. */
  scaleByHeadWidth: z.boolean(),
  /** Whether attention scores are divided by the layer's number, from 1. */
  scaleByLayer: z.boolean(),
}).refine(({ width, heads }) => width % heads === 0, {
  path: ["width"],
  error: "Expected width to be a multiple of heads",
});
export type Gpt2Config = z.infer<typeof gpt2Schema>;

// Hugging Face code ignores these switches unless they are set; what they ask for is not computed here.
const unset = z.literal(false).default(false);

/**
 * Hugging Face's config.json of a GPT-2, read as {@linkcode Gpt2Config}. Absent fields have the defaults of Hugging
 * Face's GPT2Config. A field that asks for something that is not computed here is an error; fields without influence
 * on the forward pass are not looked at.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gpt2ConfigSchema } from "./config.ts";
 *
 * const config = gpt2ConfigSchema.parse({ model_type: "gpt2", n_layer: 2, n_embd: 64, n_head: 4 });
 * assert.equal(config.mlpWidth, 256);
 * assert.throws(() => gpt2ConfigSchema.parse({ activation_function: "relu" }), /activation_function/);
 * ```
 */
export const gpt2ConfigSchema = z.object({
  model_type: z.literal("gpt2").default("gpt2"),
  vocab_size: count.default(50257),
  n_layer: count.default(12),
  n_embd: count.default(768),
  n_head: count.default(12),
  n_positions: count.optional(),
  n_ctx: count.optional(), // what early versions call n_positions
  n_inner: count.nullable().default(null),
  activation_function: z.literal("gelu_new").default("gelu_new"),
  layer_norm_epsilon: z.number().positive().default(1e-5),
  initializer_range: z.number().min(0).default(0.02),
  embd_pdrop: rate.default(0.1),
  attn_pdrop: rate.default(0.1),
  resid_pdrop: rate.default(0.1),
  scale_attn_weights: z.boolean().default(true),
  scale_attn_by_inverse_layer_idx: z.boolean().default(false),
  // Reordering and upcasting change results in half precision only; here everything is computed in float32.
  reorder_and_upcast_attn: z.boolean().default(false),
  add_cross_attention: unset,
  tie_word_embeddings: z.literal(true).default(true),
  quantization_config: z.undefined().optional(),
}).refine(({ n_embd, n_head }) => n_embd % n_head === 0, {
  path: ["n_embd"],
  error: "Expected n_embd to be a multiple of n_head",
}).refine(({ n_positions, n_ctx }) => (n_positions ?? n_ctx) === (n_ctx ?? n_positions), {
  path: ["n_ctx"],
  error: "Expected n_ctx to be equal to n_positions",
}).transform((file): Gpt2Config => ({
  vocabulary: file.vocab_size,
  layers: file.n_layer,
  width: file.n_embd,
  heads: file.n_head,
  positions: file.n_positions ?? file.n_ctx ?? 1024,
  mlpWidth: file.n_inner ?? 4 * file.n_embd,
  layerNormEpsilon: file.layer_norm_epsilon,
  initializerRange: file.initializer_range,
  dropout: { embedding: file.embd_pdrop, attention: file.attn_pdrop, residual: file.resid_pdrop },
  scaleByHeadWidth: file.scale_attn_weights,
  scaleByLayer: file.scale_attn_by_inverse_layer_idx,
}));

/** The contents of a Hugging Face config.json that says what `config` says. */
export function huggingFaceConfig(
  config: Gpt2Config,
): Record<string, number | boolean | string | null | string[]> {
  return {
    architectures: ["GPT2LMHeadModel"],
    model_type: "gpt2",
    vocab_size: config.vocabulary,
    n_layer: config.layers,
    n_embd: config.width,
    n_head: config.heads,
    n_positions: config.positions,
    n_ctx: config.positions,
    n_inner: config.mlpWidth === 4 * config.width ? null : config.mlpWidth,
    activation_function: "gelu_new",
    layer_norm_epsilon: config.layerNormEpsilon,
    initializer_range: config.initializerRange,
    embd_pdrop: config.dropout.embedding,
    attn_pdrop: config.dropout.attention,
    resid_pdrop: config.dropout.residual,
    scale_attn_weights: config.scaleByHeadWidth,
    scale_attn_by_inverse_layer_idx: config.scaleByLayer,
    tie_word_embeddings: true,
  };
}

/** GPT-2 as published (Radford et al., 2019, table 2), and small ones whose tokens are bytes. */
const PRESETS = {
  "pocket": { vocab_size: 256, n_layer: 4, n_embd: 256, n_head: 8 },
  "pocket-small": { vocab_size: 256, n_layer: 2, n_embd: 128, n_head: 4 },
  "pocket-large": { vocab_size: 256, n_layer: 6, n_embd: 384, n_head: 12 },
  "gpt2": { n_layer: 12, n_embd: 768, n_head: 12 },
  "gpt2-medium": { n_layer: 24, n_embd: 1024, n_head: 16 },
  "gpt2-large": { n_layer: 36, n_embd: 1280, n_head: 20 },
  "gpt2-xl": { n_layer: 48, n_embd: 1600, n_head: 25 },
};

export type Gpt2PresetName = keyof typeof PRESETS;
export const GPT2_PRESET_NAMES = Object.keys(PRESETS) as Gpt2PresetName[];

/**
 * The shape of a model by name; all have 1,024 positions and dropout 0.1.
 *
 * @throws {UserError} If there is no such preset.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gpt2Preset } from "./config.ts";
 *
 * const { layers, width, heads } = gpt2Preset("gpt2");
 * assert.deepEqual([layers, width, heads], [12, 768, 12]);
 * ```
 */
export function gpt2Preset(name: Gpt2PresetName): Gpt2Config {
  if (!GPT2_PRESET_NAMES.includes(name)) {
    throw new UserError(`Expected one of ${GPT2_PRESET_NAMES.join(", ")} but found "${name}"`);
  }
  return gpt2ConfigSchema.parse(PRESETS[name]);
}
