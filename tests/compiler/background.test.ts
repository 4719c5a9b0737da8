import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../lib/compiler/jit.ts";
import { test, values } from "./leaving_nothing.ts";

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
