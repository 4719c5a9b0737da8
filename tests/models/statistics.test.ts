import assert from "node:assert/strict";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { redrawn } from "../../lib/models/statistics.ts";
import { normal } from "../../lib/random/arrays.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { momentsOf } from "./moments.ts";

const config = gpt2ConfigSchema.parse({
  n_layer: 2,
  n_embd: 64,
  n_head: 2,
  n_positions: 100,
  vocab_size: 50,
});
const pretrained = initialGpt2(config, keyOf(1));
const weight = pretrained["h.1.mlp.c_fc.weight"].values;
weight.forEach((value, i) => weight[i] = 3 + (i % 3 === 0 ? 10 : 1) * value); // neither centred nor normal

Deno.test("each tensor keeps its shape, mean and standard deviation, and nothing else", () => {
  const drawn = redrawn(pretrained, keyOf(0));
  assert.deepEqual(Object.keys(drawn), Object.keys(pretrained));
  for (const [name, tensor] of Object.entries(pretrained)) {
    const expected = momentsOf(tensor), found = momentsOf(drawn[name]), size = tensor.values.length;
    assert.deepEqual(drawn[name].shape, tensor.shape);
    // Within 5 standard errors of a normal sample's.
    const error = 5 * expected.deviation / Math.sqrt(size) + 1e-6;
    assert(Math.abs(found.mean - expected.mean) <= error, `${name}: mean ${found.mean}`);
    assert(Math.abs(found.deviation - expected.deviation) <= error, `${name}: deviation ${found.deviation}`);
  }
  const correlation =
    weight.reduce((sum, value, i) => sum + (value - 3) * (drawn["h.1.mlp.c_fc.weight"].values[i] - 3), 0) /
    (weight.length * momentsOf(pretrained["h.1.mlp.c_fc.weight"]).deviation ** 2);
  assert(Math.abs(correlation) < 5 / Math.sqrt(weight.length), `correlation ${correlation}`);
});

Deno.test("the deviation is that of the values, not of what they might be a sample of", () => {
  const { two } = redrawn({ two: { shape: [2], values: Float32Array.of(1, 3) } }, keyOf(0));
  assert.deepEqual(two.values, normal(fold(keyOf(0), "two"), 2, { mean: 2, deviation: 1 }));
});

Deno.test("values depend on the key and the parameter's name", () => {
  const [a, again, b] = [0, 0, 1].map((seed) => redrawn(pretrained, keyOf(seed)));
  assert.deepEqual(a, again);
  assert.notDeepEqual(a["wpe.weight"], b["wpe.weight"]);
  const name = "attn.c_attn.weight";
  assert.notDeepEqual(a[`h.0.${name}`].values, a[`h.1.${name}`].values);
});
