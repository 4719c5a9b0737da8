import assert from "node:assert/strict";
import { join } from "node:path";
import {
  GPT2_PRESET_NAMES,
  gpt2ConfigSchema,
  gpt2Preset,
  huggingFaceConfig,
} from "../../lib/models/config.ts";
import { gpt2Shapes } from "../../lib/models/gpt2.ts";
import { sizeOf } from "../../lib/models/parameters.ts";
import { readJson } from "../../lib/files/json.ts";
import { fixtures } from "./fixtures.ts";

Deno.test("a config.json written by transformers is read", async () => {
  assert.deepEqual(await readJson(join(fixtures, "unusual", "config.json"), gpt2ConfigSchema), {
    vocabulary: 7,
    layers: 2,
    width: 15,
    heads: 3,
    positions: 11,
    mlpWidth: 20,
    layerNormEpsilon: 1e-3,
    initializerRange: 0.02,
    dropout: { embedding: 0.1, attention: 0.1, residual: 0.1 },
    scaleByHeadWidth: false,
    scaleByLayer: true,
  });
});

Deno.test("what config.json does not say is as in Hugging Face's GPT2Config", () => {
  assert.deepEqual(gpt2ConfigSchema.parse({}), {
    vocabulary: 50257,
    layers: 12,
    width: 768,
    heads: 12,
    positions: 1024,
    mlpWidth: 3072,
    layerNormEpsilon: 1e-5,
    initializerRange: 0.02,
    dropout: { embedding: 0.1, attention: 0.1, residual: 0.1 },
    scaleByHeadWidth: true,
    scaleByLayer: false,
  });
});

Deno.test("what is written as config.json is read back as it was", () => {
  const unusual = {
    ...{ ...gpt2Preset("pocket"), mlpWidth: 7, layerNormEpsilon: 1e-3, initializerRange: 0.5 },
    dropout: { embedding: 0.2, attention: 0.3, residual: 0.4 },
    ...{ scaleByHeadWidth: false, scaleByLayer: true },
  };
  for (const config of [...GPT2_PRESET_NAMES.map(gpt2Preset), unusual]) {
    assert.deepEqual(gpt2ConfigSchema.parse(huggingFaceConfig(config)), config);
  }
});

Deno.test("n_ctx is n_positions, and both must agree", () => {
  assert.equal(gpt2ConfigSchema.parse({ n_ctx: 7 }).positions, 7);
  assert.equal(gpt2ConfigSchema.parse({ n_ctx: 7, n_positions: 7 }).positions, 7);
  assert.throws(() => gpt2ConfigSchema.parse({ n_ctx: 7, n_positions: 8 }), /n_ctx/);
});

for (
  const [field, value] of Object.entries({
    model_type: "gptj",
    activation_function: "gelu",
    n_layer: 0,
    n_embd: 100,
    n_head: "12",
    vocab_size: 1.5,
    embd_pdrop: 1,
    attn_pdrop: -0.1,
    layer_norm_epsilon: 0,
    add_cross_attention: true,
    tie_word_embeddings: false,
    quantization_config: {},
  })
) {
  Deno.test(`${field} of ${JSON.stringify(value)} is refused by name`, () => {
    assert.throws(() => gpt2ConfigSchema.parse({ [field]: value }), new RegExp(field));
  });
}

Deno.test("the presets have as many parameters as transformers counts in such models", () => {
  const counts = GPT2_PRESET_NAMES.map((name) => {
    const config = gpt2Preset(name);
    const body = Object.values(gpt2Shapes(config)).reduce((sum, shape) => sum + sizeOf(shape), 0);
    return [name, body + config.vocabulary * config.width];
  });
  // GPT2Model(GPT2Config(...)).num_parameters() of transformers 5.23.0.
  assert.deepEqual(Object.fromEntries(counts), {
    "pocket": 3_487_232,
    "pocket-small": 560_640,
    "pocket-large": 11_139_072,
    "gpt2": 124_439_808,
    "gpt2-medium": 354_823_168,
    "gpt2-large": 774_030_080,
    "gpt2-xl": 1_557_611_200,
  });
});

Deno.test("heads are 64 wide in the published models and 32 in the small ones", () => {
  for (const name of GPT2_PRESET_NAMES) {
    const { width, heads } = gpt2Preset(name);
    assert.equal(width / heads, name.startsWith("gpt2") ? 64 : 32, name);
  }
});

Deno.test("a preset that there is not is refused, with those that there are", () => {
  for (const name of ["nope", "toString"]) {
    assert.throws(() => gpt2Preset(name as "gpt2"), {
      name: "UserError",
      message: `Expected one of ${GPT2_PRESET_NAMES.join(", ")} but found "${name}"`,
    });
  }
});
