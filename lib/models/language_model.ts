import * as tf from "@tensorflow/tfjs-core";
import type { Gpt2Config } from "./config.ts";
import type { Dropout } from "./dropout.ts";
import { body } from "./gpt2.ts";
import { embed } from "./layers.ts";
import type { Parameters } from "./parameters.ts";

/**
 * The scores of each possible next token at each position, as Hugging Face's GPT2LMHeadModel computes them: the last
 * hidden states times the token embedding, which serves as the output layer too (Radford et al., 2019).
 *
 * @param parameters The body's, and `wte.weight` [vocabulary, width].
 * @param tokens [batch, length], int32.
 * @returns [batch, length, vocabulary].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { startBackend } from "../backend/start.ts";
 * import { keyOf } from "../random/key.ts";
 * import { gpt2ConfigSchema } from "./config.ts";
 * import { noDropout } from "./dropout.ts";
 * import { initialGpt2 } from "./initial_gpt2.ts";
 * import { nextTokenLogits } from "./language_model.ts";
 * import { upload } from "./parameters.ts";
 *
 * await startBackend("cpu");
 * const config = gpt2ConfigSchema.parse({ n_layer: 1, n_embd: 16, n_head: 2, vocab_size: 256 });
 * const bytes = tf.tensor2d([[104, 101, 108, 108, 111]], [1, 5], "int32");
 * const scores = nextTokenLogits(upload(initialGpt2(config, keyOf(0))), config, bytes, noDropout);
 * assert.deepEqual(scores.shape, [1, 5, 256]);
 * ```
 */
export function nextTokenLogits(
  parameters: Parameters,
  config: Gpt2Config,
  tokens: tf.Tensor2D,
  dropout: Dropout,
): tf.Tensor3D {
  return tf.tidy(() => {
    const embedding = parameters["wte.weight"], [batch, length] = tokens.shape;
    const states = body(parameters, config, embed(embedding, tokens), dropout);
    const rows = tf.reshape(states, [batch * length, config.width]);
    return tf.reshape(tf.matMul(rows, embedding, false, true), [batch, length, config.vocabulary]);
  });
}
