import * as tf from "@tensorflow/tfjs-core";
import type { Input, Task } from "../tasks/task.ts";
import type { Gpt2Config } from "./config.ts";
import type { Dropout } from "./dropout.ts";
import { body } from "./gpt2.ts";
import { embed, linear, oneHot } from "./layers.ts";
import type { Parameters } from "./parameters.ts";

/** A model of a task: an input layer, the body of a GPT-2, an output layer on the last positions. */
export interface TransferConfig {
  /** Its `positions` are the task's length. */
  body: Gpt2Config;
  input: Input;
  classes: number;
  /** How many answers are given for each example. */
  answers: number;
  /** From how many last positions they are read; divides `answers`. */
  answerPositions: number;
}

/** FPT's dropout behind the linear input layer. */
const INPUT_DROPOUT = 0.1;

/** The model that transfers `body` to `task`. */
export function transferConfig(
  body: Gpt2Config,
  { input, length, classes, answers, answerPositions }: Pick<
    Task,
    "input" | "length" | "classes" | "answers" | "answerPositions"
  >,
): TransferConfig {
  return { body: { ...body, positions: length }, input, classes, answers, answerPositions };
}

/**
 * The scores of each class for each answer: the task's inputs through the input layer (linear with dropout for
 * vectors, an embedding for tokens) and the body, then each example's last positions through the output layer
 * (Lu et al., 2021, section 2.2).
 *
 * @param inputs [batch, length, width] for vectors, [batch, length] for tokens.
 * @param lengths [batch], int32: how many positions of each example are real. Those behind them have no influence.
 * @returns [batch, answers, classes].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { startBackend } from "../backend/start.ts";
 * import { keyOf } from "../random/key.ts";
 * import { gpt2ConfigSchema } from "./config.ts";
 * import { noDropout } from "./dropout.ts";
 * import { initialBody } from "./initial_gpt2.ts";
 * import { initialTransfer } from "./initial_transfer.ts";
 * import { upload } from "./parameters.ts";
 * import { logits, type TransferConfig } from "./transfer.ts";
 *
 * await startBackend("cpu");
 * const config: TransferConfig = {
 *   body: gpt2ConfigSchema.parse({ n_layer: 2, n_embd: 16, n_head: 2, n_positions: 8 }),
 *   input: { kind: "tokens", vocabulary: 16 },
 *   classes: 10,
 *   answers: 1,
 *   answerPositions: 1,
 * };
 * const parameters = upload(initialTransfer(config, keyOf(0), initialBody(config.body, keyOf(0))));
 * const tokens = tf.tensor2d([[3, 1, 4, 1], [5, 9, 0, 0]], [2, 4], "int32");
 * const scores = logits(parameters, config, tokens, tf.tensor1d([4, 2], "int32"), noDropout);
 * assert.deepEqual(scores.shape, [2, 1, 10]);
 * ```
 */
export function logits(
  parameters: Parameters,
  config: TransferConfig,
  inputs: tf.Tensor,
  lengths: tf.Tensor1D,
  dropout: Dropout,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, length] = inputs.shape, { width } = config.body;
    const embedded = inputLayer(parameters, config, inputs, dropout);
    const selection = lastPositions(lengths, config.answerPositions, length);
    const states = body(parameters, config.body, embedded, dropout, selection);
    const rows = tf.reshape(states, [batch * config.answerPositions, width]) as tf.Tensor2D;
    const scores = linear(rows, parameters["output.weight"], parameters["output.bias"]);
    return tf.reshape(scores, [batch, config.answers, config.classes]);
  });
}

function inputLayer(
  parameters: Parameters,
  { input, body: { width } }: TransferConfig,
  inputs: tf.Tensor,
  dropout: Dropout,
): tf.Tensor {
  const [batch, length] = inputs.shape;
  const weight = parameters["input.weight"];
  if (input.kind === "tokens") return embed(weight, inputs);
  const rows = tf.reshape(inputs, [batch * length, input.width]) as tf.Tensor2D;
  const embedded = tf.reshape(linear(rows, weight, parameters["input.bias"]), [batch, length, width]);
  return dropout(embedded, INPUT_DROPOUT, "input");
}

/**
 * The last `count` real positions of each example, one-hot: [batch, count, length]. One-hot, because a product with
 * it has a product as its gradient and positions differ between examples.
 */
function lastPositions(lengths: tf.Tensor1D, count: number, length: number): tf.Tensor3D {
  const fromEnd = tf.range(-count, 0, 1, "int32");
  return oneHot(tf.add(tf.reshape(lengths, [-1, 1]), fromEnd), length) as tf.Tensor3D;
}
