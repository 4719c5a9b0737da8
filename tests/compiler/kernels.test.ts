import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../lib/compiler/jit.ts";
import { KERNELS } from "../../lib/compiler/kernels/register.ts";
import { startCompiler } from "../../lib/compiler/start.ts";
import { uniform } from "../../lib/random/arrays.ts";
import { keyOf } from "../../lib/random/key.ts";
import { type Case, CASES, valuesFor } from "./cases.ts";

type Fn = (...args: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

await startCompiler();

/** Shapes, dtypes and values of what `fn` gives for `values`. */
function compute({ inputs }: Case, fn: Fn, values: tf.TypedArray[]) {
  return tf.tidy(() => {
    const args = values.map((value, i) => tf.tensor(value, inputs[i].shape, inputs[i].dtype));
    return [fn(...args)].flat().map((output) => ({
      shape: output.shape,
      dtype: output.dtype,
      values: Array.from(output.dataSync()),
    }));
  });
}

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
function gradients({ inputs }: Case, fn: Fn): Fn {
  return (...args) => {
    const floats = args.filter((_, i) => inputs[i].dtype === "float32");
    return tf.grads((...moving: tf.Tensor[]) => {
      const rest = moving.values();
      return weightedSum(
        fn(...args.map((arg, i) => inputs[i].dtype === "float32" ? rest.next().value! : arg)),
      );
    })(floats);
  };
}

function weightedSum(outputs: tf.Tensor | tf.Tensor[]): tf.Scalar {
  const sums = [outputs].flat().map((output, i) =>
    tf.sum(tf.mul(tf.cast(output, "float32"), tf.tensor(uniform(keyOf(i), output.size, -1, 1), output.shape)))
  );
  return tf.addN(sums) as tf.Scalar;
}

for (const test of CASES) {
  Deno.test(`${test.name} gives what tfjs's own CPU backend gives`, async () => {
    const values = valuesFor(test);
    const fn = test.fn as Fn;
    await tf.setBackend("cpu");
    const expected = compute(test, fn, values);
    await tf.setBackend("xla");
    const compiled = jit((...args: tf.Tensor[]) => fn(...args));
    for (
      const [mode, found] of [["eager", compute(test, fn, values)], [
        "compiled",
        compute(test, compiled, values),
      ]] as const
    ) {
      assert.equal(found.length, expected.length);
      found.forEach(({ shape, dtype, values }, i) => {
        assert.deepEqual({ shape, dtype }, { shape: expected[i].shape, dtype: expected[i].dtype }, mode);
        assertClose(values, expected[i].values, 1e-5, mode);
      });
    }
    compiled.dispose();
  });
}

for (const test of CASES.filter(({ differentiable }) => differentiable)) {
  Deno.test(`the gradient of ${test.name} is that of finite differences`, async () => {
    const values = valuesFor(test);
    await tf.setBackend("xla");
    const compiled = jit(gradients(test, test.fn as Fn));
    const found = compute(test, compiled, values);
    compiled.dispose();
    const moving = test.inputs.flatMap(({ dtype }, i) => dtype === "float32" ? [i] : []);
    moving.forEach((argument, which) => {
      const direction = uniform(keyOf(which), values[argument].length, -1, 1);
      // float32 leaves some 1e-7 / h of noise, curvature some h^2: h = 1e-3 keeps both below 1e-3.
      const h = 1e-3;
      const at = (scale: number) => {
        const moved = [...values];
        moved[argument] = values[argument].map((value, i) => value + scale * direction[i]) as Float32Array;
        return compute(test, (...args) => weightedSum((test.fn as Fn)(...args)), moved)[0].values[0];
      };
      const numerical = (at(h) - at(-h)) / (2 * h);
      const analytical = found[which].values.reduce((sum, value, i) => sum + value * direction[i], 0);
      const scale = 1 + Math.abs(numerical) + Math.abs(at(0));
      assert(
        Math.abs(analytical - numerical) < 1e-2 * scale,
        `argument ${argument}: ${analytical}, by differences ${numerical}`,
      );
    });
  });
}

Deno.test("every kernel is tested", async () => {
  const called = new Set<string>();
  await tf.setBackend("xla");
  const profile = async (run: () => void) => {
    for (const { name } of (await tf.profile(() => run())).kernels) called.add(name);
  };
  for (const test of CASES) {
    const values = valuesFor(test);
    await profile(() => void compute(test, test.fn as Fn, values));
    if (test.differentiable) await profile(() => void compute(test, gradients(test, test.fn as Fn), values));
  }
  const elsewhere = ["DropoutMask", "FoldKey"]; // in dropout.test.ts
  assert.deepEqual(Object.keys(KERNELS).filter((name) => !called.has(name) && !elsewhere.includes(name)), []);
});
