import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { join } from "node:path";
import { isNativeInstalled } from "../../lib/compiler/native_files.ts";
import { startBackend } from "../../lib/backend/start.ts";
import { jit, keyTensor, tracedDropout } from "../../lib/compiler/mod.ts";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { noDropout } from "../../lib/models/dropout.ts";
import { body, gpt2Shapes } from "../../lib/models/gpt2.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { embed } from "../../lib/models/layers.ts";
import { type Parameters, upload } from "../../lib/models/parameters.ts";
import { keyOf } from "../../lib/random/key.ts";
import { inScope, testOnBackends } from "./backends.ts";
import { fixtures, readAll } from "./fixtures.ts";

/**
 * Of the largest value of a tensor. A result is a sum of some hundred products, each rounded to 6e-8, over some
 * layers: about 1e-6, and that is the most that was seen. Exact instead of tanh GELU already makes 1e-4.
 */
const RELATIVE_TOLERANCE = 4e-6;
/** Of any value; the largest is 67. */
const ABSOLUTE_TOLERANCE = 1e-4;

for (const name of ["usual", "unusual", "float16", "bfloat16", "long"]) {
  const { config, parameters: onHost } = await loadGpt2(join(fixtures, name));
  const { tokens: tokensOnHost, loss: _, ...expected } = await readAll(
    join(fixtures, name, "reference.safetensors"),
  );
  const names = Object.keys(gpt2Shapes(config));

  /** The last hidden states and the gradients of all that these depend on, named as in the reference. */
  const compute = (parameters: Parameters, tokens: tf.Tensor, coefficients: tf.Tensor): Parameters => {
    const hidden = (embedded: tf.Tensor, values: tf.Tensor[]) =>
      body(Object.fromEntries(names.map((name, i) => [name, values[i]])), config, embedded, noDropout);
    const loss = (embedded: tf.Tensor, ...values: tf.Tensor[]) =>
      tf.sum(tf.mul(hidden(embedded, values), coefficients));
    const values = names.map((name) => parameters[name]), wte = parameters["wte.weight"];
    const [ofEmbedded, ...ofValues] = tf.grads(loss)([embed(wte, tokens), ...values]);
    return {
      hidden: hidden(embed(wte, tokens), values),
      "gradients.embedded": ofEmbedded,
      "gradients.wte.weight": tf.grad((wte) => loss(embed(wte, tokens), ...values))(wte),
      ...Object.fromEntries(names.map((name, i) => [`gradients.${name}`, ofValues[i]])),
    };
  };

  const assertAsExpected = async (run: typeof compute) => {
    const tokens = tf.tensor(tokensOnHost.values, tokensOnHost.shape, "int32");
    const { coefficients, ...results } = expected;
    const actual = run(upload(onHost), tokens, upload({ coefficients }).coefficients);
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(results).sort());
    for (const [key, { shape, values }] of Object.entries(results)) {
      assert.deepEqual(actual[key].shape, shape, key);
      const largest = Math.max(...values.map(Math.abs));
      const found = await actual[key].data();
      const difference = Math.max(...found.map((value, i) => Math.abs(value - values[i])));
      const tolerance = Math.min(RELATIVE_TOLERANCE * largest, ABSOLUTE_TOLERANCE);
      assert(difference <= tolerance, `${key}: ${difference} off, with values up to ${largest}`);
    }
  };

  const title = `hidden states and all gradients of the ${name} GPT-2 are those of Hugging Face's GPT2Model`;
  testOnBackends(title, () => assertAsExpected(compute));

  Deno.test({
    name: `${title} (compiled)`,
    ignore: !isNativeInstalled(),
    async fn() {
      const { tf } = await startBackend("native");
      const compiled = jit(compute);
      await inScope(tf, () => assertAsExpected(compiled));
      compiled.dispose();
    },
  });
}

const { config, parameters: onHost } = await loadGpt2(join(fixtures, "usual"));

testOnBackends("a position sees no later position", async () => {
  const parameters = upload(onHost);
  const embedded = tf.randomNormal([1, 6, config.width]);
  const changed = tf.concat([
    tf.slice(embedded, [0, 0, 0], [1, 4, -1]),
    tf.randomNormal([1, 2, config.width]),
  ], 1);
  const statesOf = (embedded: tf.Tensor) => body(parameters, config, embedded, noDropout).array();
  const [[before], [after]] = await Promise.all([statesOf(embedded), statesOf(changed)]);
  assert.deepEqual(before.slice(0, 4), after.slice(0, 4));
  assert.notDeepEqual(before[4], after[4]);
});

testOnBackends(
  "positions of a long sequence that ask in parts get what they get when all ask at once",
  async () => {
    const long = { ...config, layers: 1, positions: 300 };
    const parameters = upload(initialGpt2(long, keyOf(1)));
    const everyone = tf.expandDims(tf.eye(300)) as tf.Tensor3D;
    const coefficients = tf.randomNormal([1, 300, long.width], 0, 1, "float32", 1);
    const outcome = async (selection?: tf.Tensor3D) => {
      const states = (embedded: tf.Tensor) => body(parameters, long, embedded, noDropout, selection);
      const embedded = tf.randomNormal([1, 300, long.width], 0, 1, "float32", 2);
      const gradient = tf.grad((embedded) => tf.sum(tf.mul(states(embedded), coefficients)))(embedded);
      return [...await states(embedded).data(), ...await gradient.data()];
    };
    const atOnce = await outcome(everyone); // a selection is not taken apart
    // Sums of 300 numbers of about 1 in another order.
    (await outcome()).forEach((value, i) =>
      assert(Math.abs(value - atOnce[i]) < 1e-4, `${value}, not ${atOnce[i]}`)
    );
  },
);

testOnBackends("dropout is applied where GPT2Model applies it, with the configuration's rates", () => {
  const rates = { embedding: 0.1, attention: 0.2, residual: 0.3 };
  const seen: [string, number, number[]][] = [];
  body(upload(onHost), { ...config, dropout: rates }, tf.ones([2, 5, config.width]), (x, rate, place) => {
    seen.push([place, rate, x.shape]);
    return x;
  });
  assert.deepEqual(seen, [
    ["embd", 0.1, [2, 5, 32]],
    ["h.0.attn.weights", 0.2, [2, 4, 5, 5]],
    ["h.0.attn.resid", 0.3, [10, 32]],
    ["h.0.mlp.resid", 0.3, [10, 32]],
    ["h.1.attn.weights", 0.2, [2, 4, 5, 5]],
    ["h.1.attn.resid", 0.3, [10, 32]],
    ["h.1.mlp.resid", 0.3, [10, 32]],
  ]);
});

testOnBackends("dropout of rate 0 changes nothing and of another rate does", async () => {
  const parameters = upload(onHost);
  const embedded = tf.ones([2, 5, config.width]);
  const rates = (rate: number) => ({ embedding: rate, attention: rate, residual: rate });
  const dropout = tracedDropout(keyTensor(keyOf(0)));
  const statesAt = (rate: number) =>
    body(parameters, { ...config, dropout: rates(rate) }, embedded, dropout).data();
  assert.deepEqual(await statesAt(0), await body(parameters, config, embedded, noDropout).data());
  assert.notDeepEqual(await statesAt(0), await statesAt(0.1));
  assert.deepEqual(await statesAt(0.1), await statesAt(0.1));
});

testOnBackends("a forward pass leaves one tensor behind", () => {
  const parameters = upload(onHost);
  const embedded = tf.ones([2, 5, config.width]);
  const dropout = tracedDropout(keyTensor(keyOf(0)));
  const before = tf.memory().numTensors;
  body(parameters, config, embedded, dropout);
  assert.equal(tf.memory().numTensors, before + 1);
});

Deno.test("each place where dropout is asked for has random numbers of its own", () => {
  const config = gpt2ConfigSchema.parse({
    ...{ n_layer: 2, n_embd: 8, n_head: 2, n_positions: 300, vocab_size: 3 },
    ...{ embd_pdrop: 0.1, attn_pdrop: 0.2, resid_pdrop: 0.3 },
  });
  const places: string[] = [], rates: number[] = [];
  const parameters = upload(initialGpt2(config, keyOf(0)));
  body(parameters, config, tf.zeros([1, 300, 8]), (x, rate, place) => {
    places.push(place);
    rates.push(rate);
    return x;
  });
  // The embedding, and in each layer the weights of 300 queries, 128 at a time, and the ends of attention and MLP.
  assert.equal(new Set(places).size, 1 + 2 * (3 + 2), places.join());
  const block = [0.2, 0.2, 0.2, 0.3, 0.3];
  assert.deepEqual(rates, [0.1, ...block, ...block]);
});
