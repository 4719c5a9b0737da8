import * as tf from "@tensorflow/tfjs-core";
import { attend, attendCausally } from "./attention.ts";
import type { Gpt2Config } from "./config.ts";
import type { Dropout } from "./dropout.ts";
import { causalMask, gelu, layerNorm, linear } from "./layers.ts";
import type { Parameters, Shapes } from "./parameters.ts";

/**
 * The parameters of a GPT-2's body, named and laid out as in Hugging Face's GPT2Model: weights of linear layers
 * are [in, out]. The token embedding, `wte.weight` [vocabulary, width], is not part of the body.
 */
export function gpt2Shapes({ layers, width, mlpWidth, positions }: Gpt2Config): Shapes {
  const shapes: Shapes = { "wpe.weight": [positions, width] };
  const add = (name: string, weight: number[]) => {
    shapes[`${name}.weight`] = weight;
    shapes[`${name}.bias`] = weight.slice(-1);
  };
  for (let layer = 0; layer < layers; layer++) {
    add(`h.${layer}.ln_1`, [width]);
    add(`h.${layer}.attn.c_attn`, [width, 3 * width]);
    add(`h.${layer}.attn.c_proj`, [width, width]);
    add(`h.${layer}.ln_2`, [width]);
    add(`h.${layer}.mlp.c_fc`, [width, mlpWidth]);
    add(`h.${layer}.mlp.c_proj`, [mlpWidth, width]);
  }
  add("ln_f", [width]);
  return shapes;
}

/**
 * The hidden states of a GPT-2 after its last layer norm, as Hugging Face's GPT2Model computes them: positions
 * added, then blocks of causal attention and MLP, each behind a layer norm and beside a residual connection
 * (Radford et al., 2019, section 2.3).
 *
 * @param embedded [batch, length, width], length at most `config.positions`.
 * @param selection [batch, count, length]: a 1 in each row, at a position whose state is wanted; the others are 0.
 * The last block then computes nothing else. Without it the states of all positions are given.
 * @returns [batch, length, width], or [batch, count, width] of the selected positions.
 *
 * @example A language model: tokens embedded by `wte.weight`, scored against it.
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { startBackend } from "../backend/start.ts";
 * import { keyOf } from "../random/key.ts";
 * import { gpt2ConfigSchema } from "./config.ts";
 * import { noDropout } from "./dropout.ts";
 * import { body } from "./gpt2.ts";
 * import { initialGpt2 } from "./initial_gpt2.ts";
 * import { embed } from "./layers.ts";
 * import { upload } from "./parameters.ts";
 *
 * await startBackend("cpu");
 * const config = gpt2ConfigSchema.parse({ n_layer: 2, n_embd: 16, n_head: 2, vocab_size: 256 });
 * const parameters = upload(initialGpt2(config, keyOf(0)));
 * const bytes = tf.tensor2d([[104, 101, 108, 108, 111]], [1, 5], "int32");
 * const hidden = body(parameters, config, embed(parameters["wte.weight"], bytes), noDropout);
 * const scores = tf.matMul(tf.reshape(hidden, [5, 16]), parameters["wte.weight"], false, true);
 * assert.deepEqual(scores.shape, [5, 256]);
 * ```
 */
export function body(
  parameters: Parameters,
  config: Gpt2Config,
  embedded: tf.Tensor,
  dropout: Dropout,
  selection?: tf.Tensor3D,
): tf.Tensor3D {
  const [batch, length, width] = embedded.shape;
  const norm = (x: tf.Tensor2D, name: string) =>
    layerNorm(x, parameters[`${name}.weight`], parameters[`${name}.bias`], config.layerNormEpsilon);
  return tf.tidy(() => {
    const mask = causalMask(length);
    const positions = tf.slice(parameters["wpe.weight"], [0, 0], [length, width]);
    const start = dropout(tf.add(embedded, positions), config.dropout.embedding, "embd");
    let x = tf.reshape(start, [batch * length, width]) as tf.Tensor2D;
    for (let layer = 0; layer < config.layers; layer++) {
      const wanted = layer === config.layers - 1 ? selection : undefined;
      const block: Block = { parameters, config, layer, dropout, batch };
      x = tf.tidy(() => {
        const mixed = attention(block, norm(x, `h.${layer}.ln_1`), mask, wanted);
        const between = tf.add(select(x, wanted), mixed) as tf.Tensor2D;
        return tf.add(between, mlp(block, norm(between, `h.${layer}.ln_2`)));
      });
    }
    return tf.reshape(norm(x, "ln_f"), [batch, -1, width]);
  });
}

interface Block {
  parameters: Parameters;
  config: Gpt2Config;
  /** From 0. */
  layer: number;
  dropout: Dropout;
  batch: number;
}

/** The rows [batch * length, width] of the selected positions: [batch * count, width]. */
function select(rows: tf.Tensor2D, selection: tf.Tensor3D | undefined): tf.Tensor2D {
  if (selection === undefined) return rows;
  const [batch, count, length] = selection.shape, width = rows.shape[1];
  return tf.reshape(tf.matMul(selection, tf.reshape(rows, [batch, length, width])), [batch * count, width]);
}

/**
 * Causal self-attention of several heads over the positions of each example; `x` is [batch * length, width]. Where
 * there is a selection, only its positions ask: [batch * count, width].
 */
function attention(
  block: Block,
  x: tf.Tensor2D,
  mask: tf.Tensor2D,
  selection: tf.Tensor3D | undefined,
): tf.Tensor2D {
  const { config: { width, dropout: rates }, layer, dropout, batch } = block;
  const [query, key, value] = selection === undefined
    ? splitHeads(block, project(block, "attn.c_attn", x))
    : [
      ...splitHeads(block, project(block, "attn.c_attn", select(x, selection), [0, width])),
      ...splitHeads(block, project(block, "attn.c_attn", x, [width, 2 * width])),
    ];
  const heads = { query: tf.mul(query, attentionScale(block)), key, value };
  const drop = (weights: tf.Tensor, part = "") =>
    dropout(weights, rates.attention, `h.${layer}.attn.weights${part}`);
  const mixed = selection === undefined ? attendCausally(heads, mask, drop) : attend(
    heads,
    tf.reshape(tf.matMul(selection, tf.expandDims(mask)), [batch, 1, -1, mask.shape[1]]),
    drop,
  );
  const joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [-1, width]) as tf.Tensor2D;
  return dropout(
    project(block, "attn.c_proj", joined),
    rates.residual,
    `h.${layer}.attn.resid`,
  ) as tf.Tensor2D;
}

/** Rows [batch * length, parts * width] as parts of shape [batch, heads, length, width / heads]. */
function splitHeads({ config: { width, heads }, batch }: Block, rows: tf.Tensor2D): tf.Tensor[] {
  const parts = rows.shape[1] / width;
  const split = tf.transpose(
    tf.reshape(rows, [batch, -1, parts, heads, width / heads]),
    [2, 0, 3, 1, 4],
  );
  return parts === 1 ? [tf.squeeze(split, [0])] : tf.unstack(split); // tfjs's unstack of one has no gradient
}

/** The MLP of a block; `x` is [rows, width]. */
function mlp(block: Block, x: tf.Tensor2D): tf.Tensor2D {
  const { config, layer, dropout } = block;
  const hidden = gelu(project(block, "mlp.c_fc", x));
  return dropout(
    project(block, "mlp.c_proj", hidden),
    config.dropout.residual,
    `h.${layer}.mlp.resid`,
  ) as tf.Tensor2D;
}

/** A linear layer of a block; of its outputs only `size` from `start` on, where these are given. */
function project(
  { parameters, layer }: Block,
  name: string,
  x: tf.Tensor2D,
  columns?: [start: number, size: number],
): tf.Tensor2D {
  const weight = parameters[`h.${layer}.${name}.weight`], bias = parameters[`h.${layer}.${name}.bias`];
  if (columns === undefined) return linear(x, weight, bias);
  const [start, size] = columns;
  return linear(x, tf.slice(weight, [0, start], [-1, size]), tf.slice(bias, start, size));
}

/** What queries are multiplied with: 1 / sqrt(width of a head), unless the configuration says otherwise. */
function attentionScale({ config, layer }: Block): number {
  const byHeadWidth = config.scaleByHeadWidth ? Math.sqrt(config.width / config.heads) : 1;
  return 1 / (byHeadWidth * (config.scaleByLayer ? layer + 1 : 1));
}
