/** Runs a function, whose results are kept, until memory runs out; fails unless it then goes on where it was. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { keepFreedMemory } from "../../lib/backend/kept_memory.ts";
import { jit, startCompiler } from "../../lib/compiler/mod.ts";

const RLIMIT_AS = 9;
const { getrlimit, setrlimit } = Deno.dlopen("libc.so.6", {
  getrlimit: { parameters: ["i32", "buffer"], result: "i32" },
  setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
}).symbols;
/** The limits of this process's address space: in force, and how far it can be raised. */
const limits = new BigUint64Array(2);
assert.equal(getrlimit(RLIMIT_AS, limits), 0);

function limitMemory(bytes: bigint): void {
  assert.equal(setrlimit(RLIMIT_AS, BigUint64Array.of(bytes, limits[1])), 0);
}

await startCompiler();
keepFreedMemory(); // as training does
const sums = Array.from({ length: 20 }, () => tf.variable(tf.zeros([1000])));
const add = jit((x: tf.Tensor) => {
  for (const sum of sums) sum.assign(tf.add(sum, x));
  return tf.tile(tf.reshape(sums[0], [1, 1000]), [25_000, 1]); // 100 MB
});
const one = tf.scalar(1);
const results = [add(one)];

const used = /^VmSize:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))![1];
limitMemory(1024n * BigInt(used) + 2n ** 28n);
assert.throws(() => {
  while (results.length < 100) results.push(add(one));
}, /Out of memory/);
limitMemory(limits[0]);

assert(results.length > 1, "the first call is another case");
const ended = results.length;
tf.dispose(results);
for (const sum of sums) assert.deepEqual(sum.dataSync(), new Float32Array(1000).fill(ended));
tf.dispose(add(one));
for (const sum of sums) assert.deepEqual(sum.dataSync(), new Float32Array(1000).fill(ended + 1));
