import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { flatten } from "../../lib/compiler/structure.ts";

await tf.setBackend("cpu");
const x = tf.scalar(1),
  y = tf.scalar(2),
  a = tf.variable(x),
  b = tf.variable(y),
  pair = tf.variable(tf.ones([2]));
const one = () => 1, other = () => 1;

const keyOf = (structure: unknown) => flatten(structure, "it").key;

const DIFFERENT: [what: string, unknown, unknown][] = [
  ["arrays end elsewhere", [[x], y], [[x, y]]],
  ["objects end elsewhere", { a: { b: x }, c: y }, { a: { b: x, c: y } }],
  ["parts have other names", { a: x }, { b: x }],
  ["variables come once and twice", [a, b], [a, a]],
  ["variables have other shapes", a, pair],
  ["there is a tensor for a variable", x, a],
  ["functions are others", one, other],
];
for (const [what, first, second] of DIFFERENT) {
  Deno.test(`structures have keys of their own where ${what}`, () =>
    assert.notEqual(keyOf(first), keyOf(second)));
}

Deno.test("structures share a key where only values, and which variables there are, differ", () => {
  assert.equal(keyOf([x, a, b, { one }]), keyOf([y, b, a, { one }]));
  assert.equal(keyOf(Object.assign(Object.create(null), { x })), keyOf({ x }));
});
