import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { startBackend } from "../../lib/backend/start.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { noDropout } from "../../lib/models/dropout.ts";
import { nextTokenLogits } from "../../lib/models/language_model.ts";
import { upload } from "../../lib/models/parameters.ts";
import { bitsPerByte } from "../../lib/pretraining/evaluate.ts";
import { keyOf } from "../../lib/random/key.ts";

await startBackend();

const config = gpt2ConfigSchema.parse({ n_layer: 1, n_embd: 16, n_head: 2, n_positions: 8, vocab_size: 256 });
const onHost = initialGpt2(config, keyOf(0));
onHost["wte.weight"].values.forEach((value, i, values) => values[i] = 20 * value); // far from uniform
const parameters = upload(onHost);
const text = new TextEncoder().encode("It is a truth universally acknowledged");

/** -log2 of the probability of `text[at]`, from the bytes from `from` on, computed by itself in double precision. */
function bitsAt(at: number, from: number): number {
  const seen = Array.from({ length: at - from }, (_, i) => text[from + i] ?? 0);
  const logits = nextTokenLogits(parameters, config, tf.tensor2d([seen], undefined, "int32"), noDropout);
  const scores = [...logits.dataSync().slice(-256)];
  return (Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[text[at]]) / Math.LN2;
}

Deno.test("bits per byte count each byte once, from what precedes it in its window", async () => {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits += bitsAt(at, at - at % 8 - 1);
  const found = await bitsPerByte(parameters, config, text, { length: 8 });
  assert(Math.abs(found - bits / text.length) < 1e-5, `${found} instead of ${bits / text.length}`);
});

Deno.test("a text of more windows than are looked at at once is the sum of its parts", async () => {
  const part = Uint8Array.from({ length: 1024 * 8 }, (_, i) => i % 251); // of as many windows as a batch has
  part[part.length - 1] = 0; // which is also what is before a text
  const whole = Uint8Array.from([...part, ...text]);
  const of = (bytes: Uint8Array) => bitsPerByte(parameters, config, bytes, { length: 8 });
  const expected = (await of(part) * part.length + await of(text) * text.length) / whole.length;
  assert(Math.abs(await of(whole) - expected) < 1e-5 * expected);
});

Deno.test("a limit looks at some windows alone", async () => {
  let bits = 0;
  for (const start of [0, 16]) for (let at = start; at < start + 8; at++) bits += bitsAt(at, start - 1);
  const found = await bitsPerByte(parameters, config, text, { length: 8, limit: 2 });
  assert(Math.abs(found - bits / 16) < 1e-5, `${found} instead of ${bits / 16}`);
});

Deno.test("a stopped evaluation throws the signal's reason", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  await assert.rejects(bitsPerByte(parameters, config, text, { length: 8, signal }), /stopped/);
});
