import assert from "node:assert/strict";
import { gpt2ConfigSchema } from "../../lib/models/config.ts";
import { initialBody, initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { initialTransfer } from "../../lib/models/initial_transfer.ts";
import type { HostTensor } from "../../lib/models/parameters.ts";
import type { TransferConfig } from "../../lib/models/transfer.ts";
import { keyOf } from "../../lib/random/key.ts";
import { momentsOf } from "./moments.ts";

const body = gpt2ConfigSchema.parse({ n_layer: 8, n_embd: 64, n_head: 2, n_positions: 100, vocab_size: 50 });
const vectors: TransferConfig = {
  body,
  input: { kind: "vectors", width: 48 },
  classes: 10,
  answers: 6,
  answerPositions: 2,
};
const tokens: TransferConfig = { ...vectors, input: { kind: "tokens", vocabulary: 500 } };
const key = keyOf(0), random = initialBody(body, key);

/** Mean and deviation are within 5 standard errors of a normal sample's. */
function assertNormal(name: string, tensor: HostTensor, expected: number): void {
  const { mean, deviation } = momentsOf(tensor), size = tensor.values.length;
  assert(Math.abs(mean) < 5 * expected / Math.sqrt(size), `${name}: mean ${mean}`);
  assert(
    Math.abs(deviation - expected) < 5 * expected / Math.sqrt(2 * size),
    `${name}: deviation ${deviation}`,
  );
}

Deno.test("a fresh GPT-2 is drawn as transformers draws it", () => {
  const parameters = Object.entries(initialGpt2(body, key));
  assert.equal(parameters.length, 2 + 8 * 12 + 2);
  for (const [name, tensor] of parameters) {
    if (name.endsWith("bias")) assert(tensor.values.every((value) => value === 0), name);
    else if (name.includes("ln_")) assert(tensor.values.every((value) => value === 1), name);
    // GPT2PreTrainedModel._init_weights: c_proj has 0.02 / sqrt(2 x 8 layers).
    else assertNormal(name, tensor, name.includes("c_proj") ? 0.005 : 0.02);
  }
});

Deno.test("without residual scaling all matrices of a body are drawn alike", () => {
  const parameters = initialBody(body, key, { residualScaling: false });
  for (const [name, tensor] of Object.entries(parameters)) {
    if (/(attn|mlp)\.c_\w+\.weight$/.test(name)) assertNormal(name, tensor, 0.02);
  }
});

Deno.test("parameters of the same shape are drawn apart", () => {
  const parameters = initialGpt2(body, key);
  const name = "attn.c_attn.weight";
  assert.notDeepEqual(parameters[`h.0.${name}`].values, parameters[`h.1.${name}`].values);
});

Deno.test("the input layer of vectors is orthogonal with gain 1.41 and zero bias", () => {
  const { "input.weight": { shape, values }, "input.bias": bias } = initialTransfer(vectors, key, random);
  assert.deepEqual(shape, [48, 64]);
  const row = (i: number) => values.subarray(64 * i, 64 * (i + 1));
  const product = (i: number, j: number) => row(i).reduce((sum, value, k) => sum + value * row(j)[k], 0);
  assert(Math.abs(product(0, 0) - 1.41 ** 2) < 1e-6);
  assert(Math.abs(product(0, 47)) < 1e-6);
  assert.deepEqual(bias, { shape: [64], values: new Float32Array(64) });
});

Deno.test("the input layer of tokens is a standard normal embedding without bias", () => {
  const parameters = initialTransfer(tokens, key, random);
  assert.deepEqual(parameters["input.weight"].shape, [500, 64]);
  assertNormal("input.weight", parameters["input.weight"], 1);
  assert(!Object.hasOwn(parameters, "input.bias"));
});

Deno.test("the output layer is uniform within 1 / sqrt(width)", () => {
  const { "output.weight": weight, "output.bias": bias } = initialTransfer(vectors, key, random);
  assert.deepEqual([weight.shape, bias.shape], [[64, 30], [30]]);
  for (const { values } of [weight, bias]) assert(values.every((value) => Math.abs(value) <= 1 / 8));
  assert(Math.abs(momentsOf(weight).deviation - 1 / 8 / Math.sqrt(3)) < 0.003); // 4 standard errors
});

Deno.test("one seed gives one input and output layer in all settings, and another seed others", () => {
  const pretrained = initialGpt2(body, keyOf(7));
  const own = (parameters: Record<string, HostTensor>) =>
    Object.entries(parameters).filter(([name]) => /^(input|output)\./.test(name));
  const first = own(initialTransfer(vectors, key, random));
  assert.equal(first.length, 4);
  assert.deepEqual(own(initialTransfer(vectors, key, pretrained)), first);
  assert.notDeepEqual(own(initialTransfer(vectors, keyOf(1), random)), first);
});

Deno.test("a pretrained body is taken as it is, without its token embedding", () => {
  const pretrained = initialGpt2(body, keyOf(7));
  const parameters = initialTransfer(vectors, key, pretrained);
  const { "wte.weight": _, ...expected } = pretrained;
  for (const [name, tensor] of Object.entries(expected)) assert.deepEqual(parameters[name], tensor, name);
  assert(!Object.hasOwn(parameters, "wte.weight"));
});

Deno.test("shorter tasks use the first pretrained positions", () => {
  const pretrained = initialGpt2(body, keyOf(7));
  const short = { ...vectors, body: { ...body, positions: 30 } };
  assert.deepEqual(initialTransfer(short, key, pretrained)["wpe.weight"], {
    shape: [30, 64],
    values: pretrained["wpe.weight"].values.subarray(0, 30 * 64),
  });
});

Deno.test("longer tasks add random positions behind the pretrained ones", () => {
  const pretrained = initialGpt2(body, keyOf(7));
  pretrained["wpe.weight"].values.fill(9);
  const long = { ...vectors, body: { ...body, positions: 300 } };
  const { shape, values } = initialTransfer(long, key, pretrained)["wpe.weight"];
  assert.deepEqual(shape, [300, 64]);
  assert(values.subarray(0, 100 * 64).every((value) => value === 9));
  const added = { shape: [200, 64], values: values.slice(100 * 64) };
  assertNormal("wpe.weight", added, 0.02);
  const drawn = initialBody(long.body, key)["wpe.weight"].values.subarray(100 * 64);
  assert(added.values.every((value, i) => value === drawn[i])); // deepEqual takes minutes to say where they differ
  const wider = { ...long, body: { ...long.body, initializerRange: 0.5 } };
  const others = initialTransfer(wider, key, pretrained)["wpe.weight"].values.slice(100 * 64);
  assertNormal("wpe.weight", { ...added, values: others }, 0.5);
});

Deno.test("changing a model's values leaves the pretrained ones alone", () => {
  const pretrained = initialGpt2(body, keyOf(7));
  initialTransfer(vectors, key, pretrained)["wpe.weight"].values.fill(9);
  assert(pretrained["wpe.weight"].values.every((value) => value !== 9));
});

Deno.test("pretrained weights of another shape are an error that lists them", () => {
  const other = initialGpt2({ ...body, layers: 7, mlpWidth: 100 }, key);
  assert.throws(() => initialTransfer(vectors, key, other), (error: Error) => {
    assert.equal(error.name, "UserError");
    assert.match(error.message, /h\.0\.mlp\.c_fc\.weight: expected \[64,256\] but found \[64,100\]/);
    assert.match(error.message, /h\.7\.ln_1\.weight: expected \[64\] but found none/);
    return true;
  });
  assert.throws(() => initialTransfer(vectors, key, initialGpt2({ ...body, width: 32 }, key)), /wpe\.weight/);
});
