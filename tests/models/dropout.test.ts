import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { keyedDropout, noDropout } from "../../lib/models/dropout.ts";
import { dropoutMask } from "../../lib/random/bits.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { testOnBackends } from "./backends.ts";

const SIZE = 100_000;

testOnBackends("dropout drops the values of the mask and keeps the mean", () => {
  const dropped = keyedDropout(keyOf(3))(tf.ones([10, SIZE / 10]), 0.1, "embd").dataSync<"float32">();
  const mask = dropoutMask(fold(keyOf(3), "embd"), SIZE, 0.1);
  assert(dropped.every((value, i) => value === Math.fround(mask[i] / 0.9)));
  // The mean of so many values, each 0 or 1 / 0.9, has a standard deviation of 0.001.
  const mean = dropped.reduce((sum, value) => sum + value, 0) / SIZE;
  assert(Math.abs(mean - 1) < 0.005);
});

testOnBackends("dropout's gradient drops the same values", () => {
  const drop = (x: tf.Tensor) => keyedDropout(keyOf(3))(x, 0.5, "h.0.mlp.resid");
  const x = tf.ones([4, 25]);
  assert.deepEqual(tf.grad((x) => tf.sum(drop(x)))(x).dataSync(), drop(x).dataSync());
});

testOnBackends("dropout differs between places and between keys, and not between calls", () => {
  const drop = (seed: number, place: string) =>
    keyedDropout(keyOf(seed))(tf.ones([100]), 0.5, place).dataSync();
  assert.deepEqual(drop(0, "embd"), drop(0, "embd"));
  assert.notDeepEqual(drop(0, "embd"), drop(1, "embd"));
  assert.notDeepEqual(drop(0, "embd"), drop(0, "input"));
});

testOnBackends("no dropout gives what it is given", () => {
  const x = tf.ones([3]);
  assert.equal(noDropout(x, 0.5, "embd"), x);
  assert.equal(keyedDropout(keyOf(0))(x, 0, "embd"), x);
});
