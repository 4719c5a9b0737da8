import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../lib/compiler/jit.ts";
import { BACKEND_NAME } from "../../lib/compiler/start.ts";
import { test, values } from "./leaving_nothing.ts";

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

test("variables that come from another backend with shared data keep their own values", async () => {
  await tf.setBackend("cpu");
  const start = tf.scalar(1);
  const first = tf.variable(start), second = tf.variable(start);
  await tf.setBackend(BACKEND_NAME);
  const step = jit((first: tf.Variable, second: tf.Variable) => {
    first.assign(tf.add(first, start));
    second.assign(tf.add(second, tf.scalar(10)));
  });
  step(first, second);
  step(first, second);
  assert.deepEqual([values(first), values(second), values(start)], [[3], [21], [1]]);
  step.dispose();
});

test("a variable that is returned is that of the call", () => {
  const captured = tf.variable(tf.scalar(0));
  const update = jit((rate: tf.Scalar, ...weights: tf.Variable[]) => {
    for (const weight of weights) weight.assign(tf.mul(weight, rate));
    return { last: weights.at(-1)!, captured, first: weights[0] };
  });
  for (const start of [1, 10]) {
    const a = tf.variable(tf.scalar(start)), b = tf.variable(tf.scalar(start + 1));
    const { first, last, captured: same } = update(tf.scalar(2), a, b);
    assert.deepEqual([first === a, last === b, same === captured], [true, true, true]);
    assert.deepEqual([values(first), values(last)], [[2 * start], [2 * start + 2]]);
  }
  assert.equal(update.compilations, 1);
  update.dispose();
});

test("a variable that comes as an argument and from the surroundings is refused", () => {
  const own = tf.variable(tf.scalar(1), true, "own"), other = tf.variable(tf.scalar(2));
  const add = jit((variable: tf.Variable) => {
    variable.assign(tf.add(variable, own));
    own.assign(tf.add(own, variable));
  });
  add(other);
  assert.throws(() => add(own), /Expected variable 'own' among .* but found it in both: let the/);
  assert.deepEqual([values(other), values(own)], [[3], [4]]);
  add.dispose();
});

test("a variable that is frozen or unfrozen later is", () => {
  const given = tf.variable(tf.scalar(1)), captured = tf.variable(tf.scalar(1));
  const step = jit((given: tf.Variable) => {
    const { grads } = tf.variableGrads(() => tf.mul(given, captured) as tf.Scalar);
    for (const variable of [given, captured]) {
      const gradient = grads[variable.name];
      if (gradient) variable.assign(tf.sub(variable as tf.Tensor, gradient));
    }
  });
  const trained = (...trainable: [boolean, boolean]) => {
    [given.trainable, captured.trainable] = trainable;
    given.assign(tf.scalar(3));
    captured.assign(tf.scalar(2));
    step(given);
    return [given, captured].flatMap(values);
  };
  assert.deepEqual(trained(true, true), [1, -1]);
  assert.deepEqual(trained(false, true), [3, -1]);
  assert.deepEqual(trained(true, false), [1, 2]);
  assert.equal(step.compilations, 3);
  assert.deepEqual(trained(true, true), [1, -1]);
  assert.equal(step.compilations, 3, "those before are kept");
  step.dispose();
});
