// Run by cache.test.ts: prints what a compiled function gives in a process of its own.
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../lib/compiler/jit.ts";
import { startCompiler } from "../../lib/compiler/start.ts";

const [cache, unreadable, threads] = Deno.args;
await startCompiler({ cache, threads: threads ? Number(threads) : undefined });
// What looks like compiled code to seal, but is a folder.
if (unreadable) Deno.mkdirSync(`${cache}/${[...Deno.readDirSync(cache)][0].name}/${unreadable}`);
const fn = jit((x: tf.Tensor) => tf.sum(tf.tanh(tf.matMul(x, x))));
console.log(fn(tf.ones([64, 64])).dataSync()[0]);
