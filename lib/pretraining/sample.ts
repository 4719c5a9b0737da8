import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../compiler/jit.ts";
import { UserError } from "../errors.ts";
import type { Checkpoint } from "../models/checkpoint.ts";
import type { Gpt2Config } from "../models/config.ts";
import { noDropout } from "../models/dropout.ts";
import { nextTokenLogits } from "../models/language_model.ts";
import { type Parameters, upload } from "../models/parameters.ts";
import type { Key } from "../random/key.ts";
import { Stream } from "../random/stream.ts";
import { SEPARATOR } from "./text.ts";

const compiledLogits = jit(
  (parameters: Parameters, model: Gpt2Config, bytes: tf.Tensor2D) =>
    nextTokenLogits(parameters, model, bytes, noDropout),
  { label: "next byte" },
);

/**
 * Text that a byte-level language model writes, one byte after another, behind a separator and a prompt. Where bytes
 * are no UTF-8 there is the replacement character.
 *
 * @param options.bytes How many are written, the prompt not among them.
 * @param options.temperature Scores are divided by it: 1 draws bytes as the model predicts them, a smaller number
 * prefers what is likely; greater than 0.
 * @throws {UserError} If the model has no bytes for tokens, or fewer positions than prompt and text have bytes, or the
 * temperature is not greater than 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startBackend } from "../backend/start.ts";
 * import { gpt2ConfigSchema } from "../models/config.ts";
 * import { initialGpt2 } from "../models/initial_gpt2.ts";
 * import { keyOf } from "../random/key.ts";
 * import { sampleText } from "./sample.ts";
 *
 * await startBackend("cpu");
 * const config = gpt2ConfigSchema.parse({ n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 256 });
 * const model = { config, parameters: initialGpt2(config, keyOf(0)) };
 * const text = await sampleText(model, keyOf(1), { prompt: "Once", bytes: 8 });
 * assert(text.length > 0);
 * ```
 */
export async function sampleText(
  { config, parameters }: Pick<Checkpoint, "config" | "parameters">,
  key: Key,
  { prompt = "", bytes = 255, temperature = 0.8 } = {},
): Promise<string> {
  const given = new TextEncoder().encode(prompt), start = 1 + given.length, length = start + bytes;
  if (config.vocabulary !== 256) {
    throw new UserError(`Expected a model whose 256 tokens are bytes but found ${config.vocabulary} tokens`);
  }
  if (length > config.positions) {
    throw new UserError(
      `Expected prompt and text to have at most ${config.positions - 1} bytes but found ${length - 1}`,
    );
  }
  if (!(temperature > 0)) {
    throw new UserError(`Expected temperature to be greater than 0 but found ${temperature}`);
  }
  const text = new Int32Array(length).fill(SEPARATOR);
  text.set(given, 1);
  const stream = new Stream(key), uploaded = upload(parameters);
  for (let place = start; place < length; place++) {
    // All at one length, so that one program serves; what stands behind a byte has no influence on it.
    const inputs = tf.tensor2d(text, [1, length], "int32");
    const logits = await compiledLogits.inBackground(uploaded, config, inputs);
    const scores = (await logits.data()).subarray(256 * (place - 1), 256 * place);
    text[place] = draw([...scores], temperature, stream.uniform());
    tf.dispose([inputs, logits]);
  }
  tf.dispose(uploaded);
  return new TextDecoder().decode(Uint8Array.from(text.subarray(start)));
}

/** The first class at which the probabilities come to more than `point`, in [0, 1). */
function draw(scores: number[], temperature: number, point: number): number {
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp((score - highest) / temperature));
  let left = point * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found < 0 ? weights.length - 1 : found; // rounding may leave a little
}
