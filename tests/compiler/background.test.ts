import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { EagerValue } from "../../lib/compiler/eager.ts";
import { jit } from "../../lib/compiler/jit.ts";
import { nativeBytes, test, values } from "./leaving_nothing.ts";

/** Adds to a variable what it is given, in the background; `fail` is applied to the sum. */
function counter(fail: (sum: tf.Tensor) => tf.Tensor = (sum) => sum) {
  const sum = tf.variable(tf.scalar(0));
  const add = jit((x: tf.Tensor, failing: boolean) => {
    sum.assign(tf.add(sum, tf.mean(x)) as tf.Scalar);
    return failing ? fail(tf.clone(sum)) : tf.clone(sum);
  });
  return { sum, add };
}

test("calls in the background follow one another while this thread goes on", async () => {
  const { add } = counter();
  const x = tf.ones([300, 300]);
  let turns = 0; // of this thread's event loop: the first call takes many, as XLA compiles in it
  const timer = setInterval(() => turns++);
  const results = await Promise.all([1, 2, 3].map(() => add.inBackground(x, false)));
  clearInterval(timer);
  assert(turns > 0);
  assert.deepEqual(results.map((result) => values(result)[0]), [1, 2, 3]);
  tf.dispose(results);
  add.dispose();
});

const failures: [string, (sum: tf.Tensor) => tf.Tensor, RegExp][] = [
  ["is refused when it is traced", (sum) => tf.matMul(sum as tf.Tensor2D, tf.ones([2, 2])), /must be/],
  // 2^48 bytes, twice what a process can address; libtensorflow hopes for them for ten seconds.
  [
    "fails when it is executed",
    (sum) => tf.tile(tf.reshape(sum, [1, 1]), [2 ** 23, 2 ** 23]),
    /Out of memory/,
  ],
];
for (const [how, fail, message] of failures) {
  test(`a call that ${how} leaves variables as they were, and that queued behind it goes on`, async () => {
    const { sum, add } = counter(fail);
    const x = tf.scalar(1);
    const before = await add.inBackground(x, false);
    const failing = add.inBackground(x, true), after = add.inBackground(x, false);
    await assert.rejects(failing, message);
    assert.deepEqual([before, await after, sum].map((tensor) => values(tensor)[0]), [1, 2, 2]);
    tf.dispose([before, await after]);
    add.dispose();
  });
}

test("thousands of calls in the background leave nothing behind", async () => {
  const { add } = counter();
  const run = async () => {
    const x = tf.ones([64, 64]), sum = await add.inBackground(x, false);
    tf.dispose([x, sum]);
  };
  for (let i = 0; i < 200; i++) await run();
  const handles = EagerValue.alive, tensors = tf.memory().numTensors, bytes = nativeBytes();
  for (let i = 0; i < 5000; i++) await run();
  assert.equal(EagerValue.alive, handles);
  assert.equal(tf.memory().numTensors, tensors);
  // Each call passes 16 KiB through the library: a leak of one tensor a call would be 80 MiB.
  const grown = (nativeBytes() - bytes) / 2 ** 20;
  assert(grown < 40, `${grown} MiB`);
  add.dispose();
});

test("a function that is disposed meanwhile ends its calls in the background first", async () => {
  const { add } = counter();
  const x = tf.scalar(1), calls = [1, 2, 3].map(() => add.inBackground(x, false));
  add.dispose();
  const results = await Promise.all(calls);
  assert.deepEqual(results.map((result) => values(result)[0]), [1, 2, 3]);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(add.compilations, 0);
  tf.dispose([...results, await add.inBackground(x, false)]);
  add.dispose();
  assert.equal(add.compilations, 0, "at once where none is under way");
});

test("a call in the background goes on where a variable is frozen meanwhile", async () => {
  const weight = tf.variable(tf.scalar(2));
  const scale = jit((x: tf.Tensor) => tf.mul(x, weight)), x = tf.ones([300, 300]);
  const first = scale.inBackground(x);
  await new Promise((resolve) => setTimeout(resolve));
  weight.trainable = false;
  const second = scale(x), results = [await first, second];
  assert.deepEqual(results.map((result) => values(result)[0]), [2, 2]);
  tf.dispose(results);
  scale.dispose();
});
