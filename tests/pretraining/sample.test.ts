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

Deno.test("a temperature that is not greater than 0 is refused", async () => {
  for (const temperature of [0, -1, NaN]) {
    await assert.rejects(sampleText(model, keyOf(1), { bytes: 3, temperature }), {
      name: "UserError",
      message: `Expected temperature to be greater than 0 but found ${temperature}`,
    });
  }
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

Deno.test("bytes are drawn as they are predicted", async () => {
  const parameters = initialGpt2(config, keyOf(0));
  for (const { values } of Object.values(parameters)) values.fill(0);
  parameters["ln_f.bias"].values[0] = 1; // every state
  parameters["wte.weight"].values.forEach((_, i, values) => {
    if (i % 16 === 0) values[i] = i === 16 * 97 ? 1 : i === 16 * 98 ? 0 : -1e4;
  });
  for (const temperature of [1, 0.5]) {
    let text = "";
    for (let seed = 0; seed < 20; seed++) {
      text += await sampleText({ config, parameters }, keyOf(seed), { bytes: 60, temperature });
    }
    const share = [...text].filter((letter) => letter === "a").length / text.length;
    const expected = 1 / (1 + Math.exp(-1 / temperature));
    assert(
      Math.abs(share - expected) < 5 * Math.sqrt(expected * (1 - expected) / 1200),
      `${share} ${expected}`,
    );
  }
});
