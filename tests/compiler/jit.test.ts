import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { EagerValue } from "../../lib/compiler/eager.ts";
import { jit } from "../../lib/compiler/jit.ts";
import { BACKEND_NAME } from "../../lib/compiler/start.ts";
import { nativeBytes, test, values } from "./leaving_nothing.ts";

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

test("arguments that look alike are not taken for each other", () => {
  const divided = jit((x: tf.Tensor, by: unknown) => tf.div(x, tf.scalar(typeof by === "number" ? by : 4)));
  const give = (by: unknown) => values(divided(tf.scalar(8), by));
  assert.deepEqual([0, -0, 1, 1n, "1"].map(give), [[Infinity], [-Infinity], [8], [2], [2]]);
  divided.dispose();
});

test("functions that are the same are disposed one by one, and traced anew when they are called again", () => {
  const [first, second] = [0, 1].map(() => jit((x: tf.Tensor) => tf.add(x, 1), { label: "adds 1: alike" }));
  const give = () => [first, second].map((add) => values(add(tf.scalar(1)))[0]);
  assert.deepEqual(give(), [2, 2]);
  first.dispose();
  assert.equal(first.compilations, 0);
  assert.deepEqual(values(second(tf.scalar(2))), [3]);
  assert.deepEqual(give(), [2, 2]);
  for (const add of [first, second]) add.dispose();
});

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
  const add = jit((x: tf.Tensor) =>
    tf.sum(tf.add(tf.mul(x, tf.tensor1d(large)), tf.mul(tf.ones([100_000]), tf.tensor1d([3]))))
  );
  const x = tf.scalar(2), handles = EagerValue.alive;
  const expected = large.reduce((sum, value) => sum + 2 * value + 3, 0);
  const result = add(x);
  assert.equal(EagerValue.alive - handles, 2, "those of the result and of the large array");
  assert.deepEqual(values(result), [expected]);
  add.dispose();
});

test("an array made by the function that is zero throughout keeps its signs", () => {
  const zeros = new Float32Array(20).fill(-0, 10);
  const divide = jit((x: tf.Tensor) => tf.div(x, tf.tensor1d(zeros)));
  assert.deepEqual(values(divide(tf.scalar(1))), [...Array(10).fill(Infinity), ...Array(10).fill(-Infinity)]);
  divide.dispose();
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
  const handles = EagerValue.alive, tensors = tf.memory().numTensors, bytes = nativeBytes();
  for (let i = 0; i < 5000; i++) run();
  assert.equal(EagerValue.alive, handles);
  assert.equal(tf.memory().numTensors, tensors);
  // Each call passes some 40 KiB through the library: a leak of one tensor a call would be 80 MiB.
  const grown = (nativeBytes() - bytes) / 2 ** 20;
  assert(grown < 40, `${grown} MiB`);
  step.dispose();
});

test("what is chosen by a comparison has a gradient", async () => {
  const chosen = (x: tf.Tensor, y: tf.Tensor) => {
    const conditions = [
      tf.greater(x, 0),
      tf.less(x, y),
      tf.lessEqual(x, [1]),
      tf.equal(x, y),
      tf.notEqual(x, y),
      tf.logicalAnd(tf.greater(x, 0), tf.less(x, y)),
      tf.logicalOr(tf.greater(x, 0), tf.less(x, y)),
      tf.logicalNot(tf.greater(x, 0)),
      tf.any(tf.greater(x, 0)),
      tf.all(tf.greater(x, -2)),
    ];
    return tf.addN(conditions.map((condition) => tf.where(condition, tf.mul(3, x), y)));
  };
  const slope = (x: tf.Tensor) => tf.grad((x) => chosen(x, tf.tensor1d([0.5, 0.5, 4])))(x);
  // Three times how many of the conditions hold.
  const expected = [[-1, 21], [0.5, 18], [2, 21]], x = expected.map(([at]) => at);
  for (const backend of ["cpu", BACKEND_NAME]) {
    await tf.setBackend(backend);
    const compiled = jit(slope);
    for (const fn of [slope, compiled]) {
      assert.deepEqual(values(fn(tf.tensor1d(x))), expected.map(([, value]) => value));
    }
    compiled.dispose();
  }
});

test("time is taken by the clock", async () => {
  const { kernelMs, wallMs } = await tf.time(() => tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])));
  assert((kernelMs as number) > 0 && (kernelMs as number) <= wallMs + 1);
});
