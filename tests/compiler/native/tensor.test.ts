import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { test, values } from "../leaving_nothing.ts";

test("a tensor of a part of an array has the values of that part", () => {
  for (const part of [Float32Array.of(1, 2, 3, 4).subarray(1, 3), Int32Array.of(1, 2, 3, 4).subarray(1, 3)]) {
    assert.deepEqual(values(tf.tensor1d(part)), [2, 3]);
  }
});

test("what is read of a tensor is a copy", () => {
  const tensor = tf.tensor1d([1, 2]);
  tensor.dataSync().fill(7);
  assert.deepEqual(values(tensor), [1, 2]);
});

test("a tensor of strings is refused", () => {
  assert.throws(() => tf.tensor1d(["one"]), {
    name: "UserError",
    message: "Expected values of dtype float32, int32 or bool but found string",
  });
});
