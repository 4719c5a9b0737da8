import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../../lib/compiler/jit.ts";
import { countCopies } from "./count_copies.ts";
import { testOnWebgpu as test, values, variableOf } from "./on_webgpu.ts";

/** What variables hold after `fn` has run three times, recorded. */
async function after3(fn: () => unknown, variables: tf.Variable[]): Promise<number[][]> {
  const recorded = jit(fn as () => void);
  for (let call = 0; call < 3; call++) tf.dispose(recorded() as unknown as tf.Tensor);
  recorded.dispose();
  return await Promise.all(variables.map(values));
}

test("what is computed element by element is assigned without a copy", async () => {
  const weight = variableOf([1, 2, 3, 4, 5]), mean = variableOf([0, 0, 0, 0, 0]);
  const step = jit((gradient: tf.Tensor) => {
    mean.assign(tf.add(tf.mul(mean, 0.5), gradient));
    weight.assign(tf.sub(weight, tf.mul(mean, 2)));
  });
  const gradient = tf.cumsum(tf.ones([5]));
  step(gradient);
  const copies = countCopies();
  step(gradient);
  assert.equal(copies(), 0);
  assert.deepEqual(await values(mean), [1.5, 3, 4.5, 6, 7.5]);
  assert.deepEqual(await values(weight), [-4, -8, -12, -16, -20]);
  step.dispose();
});

test("large variables are assigned as a whole", async () => {
  const size = 64 * 65_535 + 3, large = tf.tidy(() => tf.variable(tf.zeros([size]))); // in rows of workgroups
  const step = jit(() => large.assign(tf.add(large, 1)));
  step();
  const found = await large.data();
  assert.deepEqual([0, 1, size >> 1, size - 4, size - 1].map((at) => found[at]), Array(5).fill(1));
  step.dispose();
});

test("variables whose new values depend on each other's old ones are assigned at once", async () => {
  const [a, b, c] = [[1, 0], [1, 1], [0, 1]].map(variableOf);
  const found = await after3(() => {
    const [oldA, oldB] = [tf.mul(a, 1), tf.mul(b, 1)];
    a.assign(tf.add(a, b));
    b.assign(tf.add(oldA, c));
    c.assign(tf.add(c, oldB));
  }, [a, b, c]);
  let expected = [[1, 0], [1, 1], [0, 1]];
  for (let call = 0; call < 3; call++) {
    const [a, b, c] = expected;
    expected = [
      [0, 1].map((i) => a[i] + b[i]),
      [0, 1].map((i) => a[i] + c[i]),
      [0, 1].map((i) => c[i] + b[i]),
    ];
  }
  assert.deepEqual(found, expected);
});

test("an old value that other elements or other results need is read before it is overwritten", async () => {
  const scale = variableOf([2]), weight = variableOf([1, 2]), square = variableOf([[1, 2], [3, 4]]);
  const found = await after3(() => {
    weight.assign(tf.mul(weight, scale));
    scale.assign(tf.add(scale, 1));
    square.assign(tf.add(tf.mul(square, 0), tf.slice(square, [1, 0], [1, 2])));
  }, [weight, scale, square]);
  assert.deepEqual(found, [[2 * 3 * 4, 2 * 2 * 3 * 4], [5], [3, 4, 3, 4]]);
});

test("a row that is broadcast over the rows of the variable itself is that from before", async () => {
  const row = variableOf([1, 2, 3, 4]), square = variableOf([[1, 1, 1, 1], [2, 2, 2, 2]]);
  const found = await after3(() => {
    square.assign(tf.add(square, row));
    row.assign(tf.mul(row, 2));
  }, [row, square]);
  assert.deepEqual(found, [[8, 16, 24, 32], [8, 15, 22, 29, 9, 16, 23, 30]]);
});

test("old and new values are returned beside the assignment", async () => {
  const counter = variableOf([1, 10]), other = variableOf([5, 5]);
  const step = jit(() => {
    const before = tf.clone(counter), doubled = tf.mul(counter, 2);
    counter.assign(tf.add(counter, 1));
    other.assign(before);
    return [before, doubled, tf.clone(counter)];
  });
  for (const call of [0, 1]) {
    const found = await Promise.all([...step(), counter, other].map(values));
    const [a, b] = [1 + call, 10 + call];
    assert.deepEqual(found, [[a, b], [2 * a, 2 * b], [a + 1, b + 1], [a + 1, b + 1], [a, b]]);
  }
  step.dispose();
});

test("more tensors than a program can have are assigned all the same", async () => {
  const variables = Array.from({ length: 12 }, (_, i) => variableOf([i, i + 1]));
  const found = await after3(() => {
    const sum = variables.reduce<tf.Tensor>((sum, variable) => tf.add(sum, variable), tf.scalar(0));
    for (const variable of variables) variable.assign(tf.add(variable, tf.mul(sum, 0.5)));
  }, variables);
  let expected = variables.map((_, i) => [i, i + 1]);
  for (let call = 0; call < 3; call++) {
    const sums = [0, 1].map((at) => expected.reduce((sum, row) => sum + row[at], 0));
    expected = expected.map((row) => row.map((value, at) => value + sums[at] / 2));
  }
  assert.deepEqual(found, expected);
});
