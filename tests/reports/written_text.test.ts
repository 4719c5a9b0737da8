import assert from "node:assert/strict";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { keyOf } from "../../lib/random/key.ts";
import { writtenText } from "../../lib/reports/written_text.ts";

const config = gpt2ConfigSchema.parse({ n_layer: 1, n_embd: 8, n_head: 2, n_positions: 32, vocab_size: 256 });
const model = { config, parameters: initialGpt2(config, keyOf(0)) };

Deno.test("a text begins with its prompt, which is safe in HTML", async () => {
  const { bundle } = await writtenText(model, { prompt: "<b>&", bytes: 8 });
  assert(bundle["text/plain"].startsWith("<b>&") && bundle["text/plain"].length > 4);
  assert(bundle["text/html"].includes("<b>&lt;b&gt;&amp;</b>"));
});

Deno.test("a text is decided by its seed", async () => {
  const write = async (seed: number) => (await writtenText(model, { bytes: 16, seed })).bundle["text/plain"];
  assert.equal(await write(1), await write(1));
  assert.notEqual(await write(1), await write(2));
});
