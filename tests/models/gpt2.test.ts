import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { keyedDropout, noDropout } from "../../lib/models/dropout.ts";
import { body, gpt2Shapes } from "../../lib/models/gpt2.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { embed } from "../../lib/models/layers.ts";
import { upload } from "../../lib/models/parameters.ts";
import { keyOf } from "../../lib/random/key.ts";
import { testOnBackends } from "./backends.ts";
import { fixtures, readAll } from "./fixtures.ts";

/**
 * Of the largest value of a tensor. A result is a sum of some hundred products, each rounded to 6e-8, over some
 * layers: about 1e-6, and that is the most that was seen. Exact instead of tanh GELU already makes 1e-4.
 */
const TOLERANCE = 4e-6;

for (const name of ["usual", "unusual"]) {
  const { config, parameters: onHost } = await loadGpt2(join(fixtures, name));
  const { tokens: tokensOnHost, ...expected } = await readAll(join(fixtures, name, "reference.safetensors"));

  const assertClose = (key: string, actual: tf.Tensor) => {
    assert.deepEqual(actual.shape, expected[key].shape, key);
    const largest = Math.max(...expected[key].values.map(Math.abs));
    const differences = actual.dataSync().map((value, i) => Math.abs(value - expected[key].values[i]));
    const difference = Math.max(...differences);
    assert(difference <= TOLERANCE * largest, `${key}: ${difference} off, with values up to ${largest}`);
  };

  testOnBackends(`hidden states of the ${name} GPT-2 are those of Hugging Face's GPT2Model`, () => {
    const parameters = upload(onHost);
    const tokens = tf.tensor(tokensOnHost.values, tokensOnHost.shape, "int32");
    assertClose("hidden", body(parameters, config, embed(parameters["wte.weight"], tokens), noDropout));
  });

  testOnBackends(`gradients of the ${name} GPT-2 are those of Hugging Face's GPT2Model`, () => {
    const names = Object.keys(gpt2Shapes(config));
    const parameters = upload(onHost);
    const tokens = tf.tensor(tokensOnHost.values, tokensOnHost.shape, "int32");
    const { coefficients } = upload({ coefficients: expected.coefficients });
    const loss = (embedded: tf.Tensor, ...values: tf.Tensor[]) => {
      const given = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      return tf.sum(tf.mul(body(given, config, embedded, noDropout), coefficients));
    };
    const values = names.map((name) => parameters[name]);
    const wte = parameters["wte.weight"];

    const [ofEmbedded, ...ofValues] = tf.grads(loss)([embed(wte, tokens), ...values]);
    assertClose("gradients.embedded", ofEmbedded);
    for (const [i, name] of names.entries()) assertClose(`gradients.${name}`, ofValues[i]);
    assertClose("gradients.wte.weight", tf.grad((wte) => loss(embed(wte, tokens), ...values))(wte));
  });
}

const { config, parameters: onHost } = await loadGpt2(join(fixtures, "usual"));

testOnBackends("a position sees no later position", () => {
  const parameters = upload(onHost);
  const embedded = tf.randomNormal([1, 6, config.width]);
  const changed = tf.concat([
    tf.slice(embedded, [0, 0, 0], [1, 4, -1]),
    tf.randomNormal([1, 2, config.width]),
  ], 1);
  const statesOf = (embedded: tf.Tensor) => body(parameters, config, embedded, noDropout).arraySync()[0];
  const [before, after] = [statesOf(embedded), statesOf(changed)];
  assert.deepEqual(before.slice(0, 4), after.slice(0, 4));
  assert.notDeepEqual(before[4], after[4]);
});

testOnBackends(
  "positions of a long sequence that ask in parts get what they get when all ask at once",
  () => {
    const long = { ...config, layers: 1, positions: 300 };
    const parameters = upload(initialGpt2(long, keyOf(1)));
    const everyone = tf.expandDims(tf.eye(300)) as tf.Tensor3D;
    const coefficients = tf.randomNormal([1, 300, long.width], 0, 1, "float32", 1);
    const outcome = (selection?: tf.Tensor3D) => {
      const states = (embedded: tf.Tensor) => body(parameters, long, embedded, noDropout, selection);
      const embedded = tf.randomNormal([1, 300, long.width], 0, 1, "float32", 2);
      const gradient = tf.grad((embedded) => tf.sum(tf.mul(states(embedded), coefficients)))(embedded);
      return [...states(embedded).dataSync(), ...gradient.dataSync()];
    };
    const atOnce = outcome(everyone); // a selection is not taken apart
    // Sums of 300 numbers of about 1 in another order.
    outcome().forEach((value, i) => assert(Math.abs(value - atOnce[i]) < 1e-4, `${value}, not ${atOnce[i]}`));
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

testOnBackends("dropout of rate 0 changes nothing and of another rate does", () => {
  const parameters = upload(onHost);
  const embedded = tf.ones([2, 5, config.width]);
  const rates = (rate: number) => ({ embedding: rate, attention: rate, residual: rate });
  const statesAt = (rate: number) =>
    body(parameters, { ...config, dropout: rates(rate) }, embedded, keyedDropout(keyOf(0))).dataSync();
  assert.deepEqual(statesAt(0), body(parameters, config, embedded, noDropout).dataSync());
  assert.notDeepEqual(statesAt(0), statesAt(0.1));
  assert.deepEqual(statesAt(0.1), statesAt(0.1));
});

testOnBackends("a forward pass leaves one tensor behind", () => {
  const parameters = upload(onHost);
  const embedded = tf.ones([2, 5, config.width]);
  const before = tf.memory().numTensors;
  body(parameters, config, embedded, keyedDropout(keyOf(0)));
  assert.equal(tf.memory().numTensors, before + 1);
});
