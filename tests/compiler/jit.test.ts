import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { EagerValue } from "../../lib/compiler/eager.ts";
import { jit } from "../../lib/compiler/jit.ts";
import { BACKEND_NAME, startCompiler } from "../../lib/compiler/start.ts";

await startCompiler();

/** A test on the compiler's backend that leaves no tensor and no handle behind. */
function test(name: string, run: () => void | Promise<void>): void {
  Deno.test(name, async () => {
    await tf.setBackend(BACKEND_NAME);
    const tensors = tf.memory().numTensors, handles = EagerValue.alive, ids = tf.backend().numDataIds();
    tf.engine().startScope("test");
    try {
      await run();
    } finally {
      tf.engine().endScope();
      tf.disposeVariables();
    }
    assert.equal(tf.memory().numTensors, tensors, "tensors");
    assert.equal(tf.backend().numDataIds(), ids, "data");
    assert.equal(EagerValue.alive, handles, "handles");
  });
}

const values = (tensor: tf.Tensor) => Array.from(tensor.dataSync());

test("a function gives the same compiled as it does run as it is", () => {
  const fn = (x: tf.Tensor, y: tf.Tensor) => tf.sum(tf.tanh(tf.matMul(x, y)), 0);
  const compiled = jit(fn);
  const x = tf.tensor2d([[1, -2], [0.5, 3]]), y = tf.tensor2d([[0.1, 0.2], [0.3, -0.4]]);
  const expected = values(fn(x, y));
  values(compiled(x, y)).forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-6));
  compiled.dispose();
});

test("arguments and results may be nested", () => {
  const compiled = jit(({ a, rest: [b, c] }: { a: tf.Tensor; rest: tf.Tensor[] }, twice: boolean) => ({
    sum: tf.addN([a, b, c]),
    others: [twice ? tf.mul(a, 2) : a, "text", null] as const,
  }));
  const scalar = (value: number) => tf.scalar(value);
  const { sum, others } = compiled({ a: scalar(1), rest: [scalar(2), scalar(3)] }, true);
  assert.deepEqual([values(sum), values(others[0]), others[1], others[2]], [[6], [2], "text", null]);
  assert.deepEqual(values(compiled({ a: scalar(1), rest: [scalar(2), scalar(3)] }, false).others[0]), [1]);
  compiled.dispose();
});

test("a function is compiled once for each combination of shapes and dtypes", () => {
  const compiled = jit((x: tf.Tensor) => tf.add(x, x));
  assert.deepEqual(values(compiled(tf.tensor1d([1, 2]))), [2, 4]);
  assert.deepEqual(values(compiled(tf.tensor1d([5, 6]))), [10, 12]);
  assert.equal(compiled.compilations, 1);
  assert.deepEqual(compiled(tf.zeros([2, 3])).shape, [2, 3]);
  assert.equal(compiled(tf.tensor1d([1, 2], "int32")).dtype, "int32");
  assert.equal(compiled.compilations, 3);
  compiled.dispose();
});

test("variables are read and written in place", () => {
  const counter = tf.variable(tf.scalar(0));
  const count = jit((by: tf.Scalar) => {
    counter.assign(tf.add(counter, by));
    return tf.mul(counter, 10);
  });
  assert.deepEqual(values(count(tf.scalar(2))), [20]);
  assert.deepEqual(values(count(tf.scalar(3))), [50]);
  assert.deepEqual(values(counter), [5]);
  assert.deepEqual(values(tf.add(counter, 1)), [6]);
  counter.assign(tf.scalar(100));
  assert.deepEqual(values(count(tf.scalar(1))), [1010]);
  count.dispose();
  assert.deepEqual(values(counter), [101]);
});

test("a function may only change variables and return nothing", () => {
  const a = tf.variable(tf.scalar(1)), b = tf.variable(tf.scalar(2));
  const swap = jit(() => {
    const old = tf.clone(a) as tf.Scalar;
    a.assign(b as tf.Scalar);
    b.assign(old);
  });
  swap();
  assert.deepEqual([values(a), values(b)], [[2], [1]]);
  swap();
  assert.deepEqual([values(a), values(b)], [[1], [2]]);
  swap.dispose();
});

test("tensors that once shared a variable's data keep their own values", () => {
  const start = tf.scalar(1);
  const first = tf.variable(start), second = tf.variable(start);
  const count = jit(() => first.assign(tf.add(first, 1)));
  count();
  const copy = tf.clone(first), third = tf.variable(first);
  count();
  assert.deepEqual([start, second, copy, third, first].map((tensor) => values(tensor)[0]), [1, 1, 2, 2, 3]);
  count.dispose();
});

test("variables may be arguments, and others take their places without compiling again", () => {
  const double = jit(({ weight }: { weight: tf.Variable }) => weight.assign(tf.mul(weight, 2)));
  const one = tf.variable(tf.scalar(1)), ten = tf.variable(tf.scalar(10));
  double({ weight: one });
  double({ weight: ten });
  double({ weight: ten });
  assert.deepEqual([values(one), values(ten), double.compilations], [[2], [40], 1]);
  double.dispose();
});

test("products are computed in float32, or from factors rounded to bfloat16", () => {
  const rounded = (x: tf.Tensor) => tf.tensor(Float32Array.from(x.dataSync(), toBfloat16), x.shape);
  const assertSame = (found: tf.Tensor, expected: tf.Tensor) => {
    const values = expected.dataSync();
    found.dataSync().forEach((value, i) => assert(Math.abs(value - values[i]) < 1e-5)); // the order of forty terms
  };
  for (const [transposeA, transposeB] of [[false, false], [false, true], [true, false], [true, true]]) {
    for (const [width, ...batch] of [[16], [16, 3, 2], [4], [4, 3, 2]]) {
      const a = tf.randomNormal([...batch, ...transposeA ? [40, 24] : [24, 40]], 0, 1, "float32", 1);
      const b = tf.randomNormal([...batch, ...transposeB ? [width, 40] : [40, width]], 0, 1, "float32", 2);
      const multiply = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, transposeA, transposeB);
      const inBfloat16 = jit(multiply, { matmulPrecision: "bfloat16" });
      assertSame(jit(multiply)(a, b), multiply(a, b));
      assertSame(inBfloat16(a, b), multiply(rounded(a), rounded(b)));
      assert.notDeepEqual(inBfloat16(a, b).dataSync(), multiply(a, b).dataSync());
    }
  }
});

test("a transposed product and its gradients are computed in one program, in bfloat16 too", () => {
  const a = tf.randomNormal([130, 129], 0, 1, "float32", 1),
    b = tf.randomNormal([130, 17], 0, 1, "float32", 2);
  const multiply = (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, true);
  const both = (a: tf.Tensor, b: tf.Tensor) => [multiply(a, b), ...tf.grads(multiply)([a, b])];
  const expected = both(a, b).map((tensor) => tensor.dataSync());
  for (const matmulPrecision of ["float32", "bfloat16"] as const) {
    // A factor keeps 8 bits of mantissa, so each of up to 130 terms of about 1 is wrong by some 2^-8.
    const tolerance = matmulPrecision === "float32" ? 1e-4 : 130 * 2 ** -8;
    jit(both, { matmulPrecision })(a, b).forEach((found, i) =>
      found.dataSync().forEach((value, j) => assert(Math.abs(value - expected[i][j]) < tolerance))
    );
  }
});

/** The nearest number with 8 bits of mantissa; of two, the one whose last bit is 0. */
function toBfloat16(value: number): number {
  const [bits] = new Uint32Array(Float32Array.of(value).buffer);
  const even = bits + 0x7fff + ((bits >> 16) & 1);
  return new Float32Array(Uint32Array.of(even & 0xffff0000).buffer)[0];
}

test("a captured tensor keeps its value after it is disposed", () => {
  const captured = tf.tensor1d([1, 2, 3]);
  const add = jit((x: tf.Tensor) => tf.add(x, captured));
  add(tf.scalar(1));
  captured.dispose();
  assert.deepEqual(values(add(tf.scalar(10))), [11, 12, 13]);
  add.dispose();
});

test("large arrays made by the function are handed in, small ones are part of it", () => {
  const large = Float32Array.from({ length: 100_000 }, (_, i) => i % 7);
  const add = jit((x: tf.Tensor) => tf.sum(tf.add(tf.mul(x, tf.tensor1d(large)), tf.ones([100_000]))));
  const expected = large.reduce((sum, value) => sum + 2 * value + 1, 0);
  assert.deepEqual(values(add(tf.scalar(2))), [expected]);
  add.dispose();
});

test("jit inside jit and under tf.grad is transparent", () => {
  const square = jit((x: tf.Tensor) => tf.square(x));
  const twice = jit((x: tf.Tensor) => square(square(x)));
  assert.deepEqual(values(twice(tf.scalar(3))), [81]);
  assert.deepEqual(values(tf.grad((x) => square(x))(tf.scalar(3))), [6]);
  assert.equal(square.compilations, 0);
  twice.dispose();
});

test("on another backend the function runs as it is", async () => {
  await tf.setBackend("cpu");
  const add = jit((x: tf.Tensor) => tf.add(x, 1));
  const x = tf.scalar(1);
  assert.deepEqual(values(add(x)), [2]);
  assert.equal(add.compilations, 0);
  await tf.setBackend(BACKEND_NAME);
  assert.deepEqual(values(add(x)), [2]); // x moves, as it does between tfjs's own backends
  assert.equal(add.compilations, 1);
  add.dispose();
});

test("calls in the background follow one another while this thread goes on", async () => {
  const counter = tf.variable(tf.scalar(0));
  const x = tf.ones([300, 300]);
  const count = jit((x: tf.Tensor) => {
    counter.assign(tf.add(counter, tf.mean(tf.matMul(x, x))) as tf.Scalar);
    return tf.clone(counter);
  });
  const results = await Promise.all([1, 2, 3].map(() => count.inBackground(x)));
  assert.deepEqual(results.map((result) => values(result)[0]), [300, 600, 900]);
  tf.dispose(results);
  count.dispose();
});

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
    const variable = tf.variable(tf.scalar(1));
    const step = jit((x: tf.Tensor) => {
      variable.assign(tf.add(variable, x) as tf.Scalar);
      return fn(x);
    });
    assert.throws(() => step(tf.scalar(2)), message);
    assert.deepEqual(values(variable), [1]);
    assert.equal(tf.backend().numDataIds() > 0, true);
    const next = jit((x: tf.Tensor) => variable.assign(tf.add(variable, x) as tf.Scalar));
    next(tf.scalar(2));
    assert.deepEqual(values(variable), [3]);
    step.dispose();
    next.dispose();
  });
}

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
});

test("a disposed variable is named", () => {
  const weight = tf.variable(tf.scalar(1), true, "weight");
  const read = jit(() => tf.add(weight, 1));
  read();
  weight.dispose();
  assert.throws(() => read(), /Expected variable 'weight', which the function uses, but found it disposed/);
  read.dispose();
});

test("thousands of calls leave nothing behind", () => {
  const weight = tf.variable(tf.ones([64, 64]));
  const step = jit((x: tf.Tensor, rate: tf.Scalar) => {
    const { value, grads } = tf.variableGrads(() =>
      tf.mean(tf.square(tf.matMul(x as tf.Tensor2D, weight as unknown as tf.Tensor2D))) as tf.Scalar
    );
    weight.assign(tf.sub(weight, tf.mul(rate, grads[weight.name])) as tf.Tensor2D);
    return value;
  });
  const run = () => tf.tidy(() => step(tf.ones([8, 64]), tf.scalar(0.1)).dataSync()[0]);
  for (let i = 0; i < 200; i++) run();
  const handles = EagerValue.alive, tensors = tf.memory().numTensors, bytes = Deno.memoryUsage().rss;
  for (let i = 0; i < 5000; i++) run();
  assert.equal(EagerValue.alive, handles);
  assert.equal(tf.memory().numTensors, tensors);
  // Each call passes some 40 KiB through the library: a leak of one tensor a call would be 80 MiB.
  assert(Deno.memoryUsage().rss - bytes < 40 << 20, `${(Deno.memoryUsage().rss - bytes) >> 20} MiB`);
  step.dispose();
});
