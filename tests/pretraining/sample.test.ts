import assert from "node:assert/strict";
import { startBackend } from "../../lib/backend/start.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { sampleText } from "../../lib/pretraining/sample.ts";
import { keyOf } from "../../lib/random/key.ts";

await startBackend();

const config = gpt2ConfigSchema.parse({
  n_layer: 1,
  n_embd: 16,
  n_head: 2,
  n_positions: 64,
  vocab_size: 256,
});

const parameters = initialGpt2(config, keyOf(0));
// Without blocks and positions a state is its byte's embedding, which is most like itself.
for (const [name, { values }] of Object.entries(parameters)) {
  if (!name.includes("ln_") && name !== "wte.weight") values.fill(0);
}
const model = { config, parameters };

Deno.test("at a low temperature the likeliest byte is written", async () => {
  assert.equal(await sampleText(model, keyOf(1), { prompt: "x", bytes: 5, temperature: 1e-6 }), "xxxxx");
  assert.equal(await sampleText(model, keyOf(1), { bytes: 3, temperature: 1e-6 }), "\0\0\0");
});

Deno.test("a sample depends on its key", async () => {
  const sample = (seed: number) => sampleText(model, keyOf(seed), { bytes: 20, temperature: 1 });
  assert.equal(await sample(1), await sample(1));
  assert.notEqual(await sample(1), await sample(2));
});

Deno.test("what is longer than the model has positions is refused, and what has no bytes for tokens", async () => {
  const refused = (given: typeof model, message: RegExp) =>
    assert.rejects(sampleText(given, keyOf(0), { prompt: "abc", bytes: 61 }), { name: "UserError", message });
  await refused(model, /at most 63 bytes but found 64/);
  await refused({ ...model, config: { ...config, vocabulary: 50257 } }, /50257 tokens/);
});
