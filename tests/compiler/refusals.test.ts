import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../lib/compiler/jit.ts";
import { BACKEND_NAME, startCompiler } from "../../lib/compiler/start.ts";
import { test, values } from "./leaving_nothing.ts";

const refusals: [string, (x: tf.Tensor) => unknown, RegExp][] = [
  ["values are read", (x) => x.dataSync(), /return it from the function and read it outside/],
  ["values are printed", (x) => tf.square(x).print(), /return it from the function and read it outside/],
  ["an if looks at a tensor", (x) => x.arraySync() ? x : tf.neg(x), /choose with tf.where instead of if/],
  ["random numbers are drawn", () => tf.randomUniform([3]), /draw no random numbers on the host/],
  ["tf.dropout draws", (x) => tf.dropout(x, 0.5), /or use tracedDropout with a key/],
  [
    "a variable is made",
    (x) => tf.variable(x, true, "inner"),
    /make no variables but it made 'inner': make it out/,
  ],
  [
    "a kernel is missing",
    (x) =>
      tf.conv3d(
        tf.reshape(x, [1, 1, 1, 1, 1]) as tf.Tensor5D,
        tf.ones([1, 1, 1, 1, 1]) as tf.Tensor5D,
        1,
        "same",
      ),
    /found 'Conv3D': add it to lib\/compiler\/kernels/,
  ],
  [
    "a promise is returned",
    (x) => Promise.resolve(x),
    /what a function returns to be tensors .* found a promise/,
  ],
  [
    "it is asynchronous and reads values", // the test would fail of a rejection that nobody handles
    async (x) => {
      await x.data();
    },
    /what a function returns to be tensors .* found a promise/,
  ],
  ["an error is thrown", () => {
    throw new Error("own error");
  }, /own error/],
  [
    "shapes do not fit",
    (x) => tf.matMul(tf.reshape(x, [1, 1]), tf.ones([2, 2])),
    /Dimensions must be equal, but are 1 and 2/,
  ],
  [
    "an error is thrown in a gradient",
    (x) =>
      tf.grad((y) => {
        tf.square(y);
        throw new Error("own error");
      })(x),
    /own error/,
  ],
];
for (const [when, fn, message] of refusals) {
  test(`a function is refused, and variables stay as they were, when ${when}`, () => {
    const variable = tf.variable(tf.scalar(1)), captured = tf.scalar(3);
    const step = jit((x: tf.Tensor) => {
      variable.assign(tf.add(variable, tf.mul(x, captured)) as tf.Scalar);
      return fn(x);
    });
    const { random } = Math;
    assert.throws(() => step(tf.scalar(2)), message);
    assert.equal(Math.random, random);
    assert.deepEqual(values(variable), [1]);
    const next = jit((x: tf.Tensor) => variable.assign(tf.add(variable, x) as tf.Scalar));
    next(tf.scalar(2));
    assert.deepEqual(values(variable), [3]);
    step.dispose();
    next.dispose();
  });
}

test("a variable has no values to be read either, while a function is traced", () => {
  const variable = tf.variable(tf.scalar(1));
  const choose = jit((x: tf.Tensor) => variable.dataSync()[0] > 0 ? x : tf.neg(x));
  assert.throws(() => choose(tf.scalar(2)), /return it from the function and read it outside/);
  assert.deepEqual(values(variable), [1]);
});

test("a function that disposes a variable leaves nothing of it behind", () => {
  const read = tf.variable(tf.scalar(1), true, "read"), changed = tf.variable(tf.scalar(2));
  const end = jit((x: tf.Tensor) => {
    const sum = tf.add(x, read);
    changed.assign(x as tf.Scalar);
    tf.dispose([read, changed]);
    return sum;
  });
  assert.throws(() => end(tf.scalar(2)), /Expected variable 'read', .*, but found it disposed/);
  end.dispose();
});

test("the variable that is refused is the function's own, whatever it is called", () => {
  const weight = tf.variable(tf.scalar(1), true, "weight");
  const unnamed = jit((x: tf.Tensor) => tf.variable(x)); // named by a number, which an object's keys begin with
  assert.throws(() => unnamed(tf.scalar(2)), /make no variables but it made '\d+'/);
  assert.deepEqual(Object.keys(tf.engine().registeredVariables), ["weight"]);
  assert.deepEqual(values(weight), [1]);
});

test("a tensor that leaks out of a trace says so", () => {
  let leaked: tf.Tensor | undefined;
  const keep = jit((x: tf.Tensor) => {
    leaked = tf.keep(tf.square(x));
    return x;
  });
  keep(tf.scalar(1));
  assert.throws(() => tf.add(leaked!, 1), /left over when jit had traced a function: return it/);
  const use = jit((x: tf.Tensor) => tf.add(x, leaked!));
  assert.throws(() => use(tf.scalar(1)), /left over when jit had traced a function: return it/);
  leaked!.dispose();
  keep.dispose();
});

test("a tensor that is disposed, as those of a trace are, says so", () => {
  let left = tf.scalar(1) as tf.Tensor;
  left.dispose();
  const message = /found one that is disposed, or was left over when jit had traced a function: keep it/;
  assert.throws(() => tf.add(left, 1), message);
  const use = jit((x: tf.Tensor) => tf.add(x, left));
  assert.throws(() => use(tf.scalar(1)), message);
  const leak = jit((x: tf.Tensor) => void (left = tf.square(x)));
  leak(tf.scalar(1));
  assert.throws(() => tf.add(left, 1), message);
  assert.throws(() => use(tf.scalar(1)), message);
  leak.dispose();
});

test("a tensor of another backend is refused in a trace", async () => {
  await tf.setBackend("cpu");
  const foreign = tf.scalar(1);
  await tf.setBackend(BACKEND_NAME);
  const add = jit((x: tf.Tensor) => tf.add(x, foreign));
  assert.throws(() => add(tf.scalar(1)), /one of another backend: make it after tf.setBackend, or pass it/);
});

test("bad arguments are named", () => {
  const add = jit(({ x }: { x: unknown }) => tf.add(x as tf.Tensor, 1), { label: "add" });
  const disposed = tf.scalar(1);
  disposed.dispose();
  assert.throws(
    () => add({ x: disposed }),
    /Expected the arguments of add\[0\]\.x to be a tensor but found one that is/,
  );
  assert.throws(() => add({ x: new Map() }), /arguments of add\[0\]\.x .* but found an object of class Map/);
  const named = jit(function square(x: tf.Tensor) {
    return tf.square(x);
  });
  assert.throws(() => named(disposed), /Expected the arguments of square\[0\] to be a tensor/);
});

test("a disposed variable is named", () => {
  const weight = tf.variable(tf.scalar(1), true, "weight");
  const read = jit(() => tf.add(weight, 1));
  read();
  weight.dispose();
  assert.throws(() => read(), /Expected variable 'weight', which the function uses, but found it disposed/);
  read.dispose();
});

for (
  const [what, change] of [
    ["a part of an object is replaced", (given) => void (given.state.w = tf.neg(given.state.w))],
    ["an object gets a part", (given) => void Object.assign(given.state, { v: given.list[0] })],
    ["an object loses a part", (given) => void Reflect.deleteProperty(given.state, "w")],
    ["an array gets a part", (given) => void given.list.push(given.state.w)],
    ["the parts of an array change places", (given) => void given.list.reverse()],
  ] satisfies [string, (given: { state: { w: tf.Tensor }; list: tf.Tensor[] }) => void][]
) {
  test(`a function is refused when ${what} of its arguments, which would be lost`, () => {
    const w = tf.scalar(1), list = [tf.scalar(2), tf.scalar(3)], variable = tf.variable(tf.scalar(4));
    const step = jit((given: { state: { w: tf.Tensor }; list: tf.Tensor[] }) => {
      variable.assign(tf.neg(variable));
      change(given);
    });
    assert.throws(
      () => step({ state: { w }, list }),
      /leave the arrays and objects among its arguments as they are but it changed them, which are copies: return/,
    );
    assert.deepEqual([values(variable), values(w), list.length], [[4], [1], 2]);
    step.dispose();
  });
}

test("a list of numbers may be changed, as tf.split does where it works out a size", () => {
  const split = jit((x: tf.Tensor, sizes: number[]) => tf.split(x, sizes)), sizes = [2, -1];
  assert.deepEqual(split(tf.ones([5]), sizes).map(({ size }) => size), [2, 3]);
  assert.deepEqual(sizes, [2, -1]);
  split.dispose();
});

test("products in a precision that there is not are refused", () => {
  for (const matmulPrecision of ["highest", "tf32", null]) {
    assert.throws(
      () => jit((x: tf.Tensor) => x, { matmulPrecision: matmulPrecision as never }),
      {
        name: "UserError",
        message: `Expected matmulPrecision to be float32 or bfloat16 but found ${
          JSON.stringify(matmulPrecision)
        }`,
      },
    );
  }
});

test("a slice beyond its tensor is refused where it is asked for", () => {
  const slice = jit((x: tf.Tensor) => tf.slice(x, [1], [3]));
  assert.throws(
    () => slice(tf.ones([3])),
    /begin\[0\] \+ size\[0\] \(4\) would overflow input\.shape\[0\] \(3\)/,
  );
});

test("threads that there cannot be are refused", async () => {
  for (const threads of [0, -1, 2.5, NaN, 16384]) {
    await assert.rejects(startCompiler({ threads }), {
      name: "UserError",
      message: `Expected threads to be a whole number from 1 to 16383 but found ${threads}`,
    });
  }
});
