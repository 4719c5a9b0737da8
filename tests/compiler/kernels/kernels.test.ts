import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../../lib/compiler/jit.ts";
import { KERNELS } from "../../../lib/compiler/kernels/register.ts";
import { startCompiler } from "../../../lib/compiler/start.ts";
import { uniform } from "../../../lib/random/arrays.ts";
import { keyOf } from "../../../lib/random/key.ts";
import { type Case, type Input, type Sample, valuesFor } from "./cases/case.ts";
import { convolution } from "./cases/convolution.ts";
import { creation } from "./cases/creation.ts";
import { elementwise } from "./cases/elementwise.ts";
import { images } from "./cases/images.ts";
import { indexing } from "./cases/indexing.ts";
import { products } from "./cases/products.ts";
import { reductions } from "./cases/reductions.ts";
import { shapes } from "./cases/shapes.ts";

const CASES: Case[] = [
  ...convolution,
  ...creation,
  ...elementwise,
  ...images,
  ...indexing,
  ...products,
  ...reductions,
  ...shapes,
];

type Fn = (...args: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

await startCompiler();

/** Shapes, dtypes and values of what `run` makes of the samples' arguments, each sample's with its own. */
function compute(
  samples: Sample[],
  run: (args: tf.Tensor[][]) => tf.Tensor[][],
  values = samples.map(valuesFor),
) {
  return tf.tidy(() => {
    const args = samples.map(([, ...inputs], i) =>
      inputs.map(({ shape, dtype }, j) => tf.tensor(values[i][j], shape, dtype))
    );
    return run(args).map((outputs) =>
      outputs.map((output) => ({
        shape: output.shape,
        dtype: output.dtype,
        values: Array.from(output.dataSync()),
      }))
    );
  });
}

/** What the samples' functions give. */
const outputsOf = (samples: Sample[]) => (args: tf.Tensor[][]) =>
  samples.map(([fn], i) => [(fn as Fn)(...args[i])].flat());

/** What the gradients of the samples' functions give. */
const gradientsOf = (samples: Sample[]) => (args: tf.Tensor[][]) =>
  samples.map(([fn, ...inputs], i) => gradients(inputs, fn as Fn, args[i]));

/** float32 has 7 digits; sums of up to a hundred products lose one or two of them. */
function assertClose(found: number[], expected: number[], tolerance: number, what: string) {
  assert.equal(found.length, expected.length, what);
  found.forEach((value, i) => {
    const close = Object.is(value, expected[i]) ||
      Math.abs(value - expected[i]) <= tolerance * (1 + Math.abs(expected[i]));
    assert(close, `${what}: expected ${expected[i]} at ${i} but found ${value}`);
  });
}

/** Gradients of a weighted sum of all outputs with respect to the float arguments. */
function gradients(inputs: Input[], fn: Fn, args: tf.Tensor[]): tf.Tensor[] {
  const isFloat = (_: unknown, i: number) => inputs[i].dtype === "float32";
  return tf.grads((...moving: tf.Tensor[]) => {
    const rest = moving.values();
    return weightedSum(fn(...args.map((arg, i) => isFloat(arg, i) ? rest.next().value! : arg)));
  })(args.filter(isFloat));
}

function weightedSum(outputs: tf.Tensor | tf.Tensor[]): tf.Scalar {
  const sums = [outputs].flat().map((output, i) =>
    tf.sum(tf.mul(tf.cast(output, "float32"), tf.tensor(uniform(keyOf(i), output.size, -1, 1), output.shape)))
  );
  return tf.addN(sums) as tf.Scalar;
}

const describe = (draw: number, [, ...inputs]: Sample) =>
  `draw ${draw}, ${inputs.map(({ shape }) => `[${shape}]`).join(" ")}`;

for (const { name, samples } of CASES) {
  Deno.test(`${name} gives what tfjs's own CPU backend gives`, async () => {
    await tf.setBackend("cpu");
    const expected = compute(samples, outputsOf(samples));
    await tf.setBackend("xla");
    const compiled = jit(outputsOf(samples));
    for (const [mode, run] of [["eager", outputsOf(samples)], ["compiled", compiled]] as const) {
      compute(samples, run).forEach((outputs, draw) => {
        const what = `${mode}, ${describe(draw, samples[draw])}`;
        assert.equal(outputs.length, expected[draw].length, what);
        outputs.forEach(({ shape, dtype, values }, i) => {
          const { values: right, ...kind } = expected[draw][i];
          assert.deepEqual({ shape, dtype }, kind, what);
          assertClose(values, right, 1e-5, what);
        });
      });
    }
    compiled.dispose();
  });
}

for (const { name, samples } of CASES.filter(({ differentiable }) => differentiable)) {
  Deno.test(`the gradient of ${name} is that of finite differences`, async () => {
    await tf.setBackend("xla");
    const compiled = jit(gradientsOf(samples));
    const found = compute(samples, compiled);
    compiled.dispose();
    samples.forEach((sample, draw) => {
      const [fn, ...inputs] = sample, values = valuesFor(sample);
      const moving = inputs.flatMap(({ dtype }, i) => dtype === "float32" ? [i] : []);
      moving.forEach((argument, which) => {
        const direction = uniform(keyOf(which), values[argument].length, -1, 1);
        // float32 leaves some 1e-7 / h of noise, curvature some h^2: h = 1e-3 keeps both near 1e-4.
        const h = 1e-3;
        const at = (scale: number) => {
          const moved = values.with(
            argument,
            values[argument].map((value, i) => value + scale * direction[i]) as Float32Array,
          );
          const sum = ([args]: tf.Tensor[][]) => [[weightedSum((fn as Fn)(...args))]];
          return compute([sample], sum, [moved])[0][0].values[0];
        };
        const numerical = (at(h) - at(-h)) / (2 * h);
        const analytical = found[draw][which].values.reduce((sum, value, i) => sum + value * direction[i], 0);
        const scale = 1 + Math.abs(numerical) + Math.abs(at(0));
        assert(
          Math.abs(analytical - numerical) < 5e-4 * scale,
          `${describe(draw, sample)}, argument ${argument}: ${analytical}, by differences ${numerical}`,
        );
      });
    });
  });
}

Deno.test("every kernel is tested", async () => {
  const called = new Set<string>();
  await tf.setBackend("xla");
  const profile = async (run: () => void) => {
    for (const { name } of (await tf.profile(() => run())).kernels) called.add(name);
  };
  for (const { samples, differentiable } of CASES) {
    await profile(() => void compute(samples, outputsOf(samples)));
    if (differentiable) await profile(() => void compute(samples, gradientsOf(samples)));
  }
  const elsewhere = ["DropoutMask", "FoldKey"]; // in dropout.test.ts
  assert.deepEqual(Object.keys(KERNELS).filter((name) => !called.has(name) && !elsewhere.includes(name)), []);
});
