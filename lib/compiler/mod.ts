/**
 * `jit(fn)` for TensorFlow.js: runs a function once on symbolic tensors, records every kernel call (forward pass,
 * gradients, optimizer) in one graph, and from then on executes that graph compiled by XLA, in libtensorflow.
 *
 * On TensorFlow.js's WebGPU backend, which `startBackend("webgpu")` starts, it runs the function once and takes down the
 * commands that the GPU gets, what is computed element by element in one program instead of many; each call repeats
 * them. Values are read by `await tensor.data()` there.
 *
 * The function stays plain TensorFlow.js. What it must keep to:
 *
 * - What changes from call to call is a tensor or a variable among its arguments, in arrays and plain objects as
 *   deep as you like. Numbers, strings and booleans are part of the program: with another number it is traced and
 *   compiled anew, so pass a learning rate as `tf.scalar(rate)`. Another shape compiles anew, too.
 * - It returns tensors, nested likewise, and changes variables by `variable.assign`.
 * - It leaves the arrays and objects among its arguments as they are: it gets copies of them.
 * - It reads no values (`dataSync`, `print`): tensors have none while it is traced. Choose by `tf.where`, not `if`.
 * - It makes no variables, and draws no random numbers on the host: use {@linkcode tracedDropout} with a key.
 *
 * Whatever is seen to break these rules throws an error that says what to write instead, and leaves variables as they
 * were. What is not seen:
 *
 * - The numbers and tensors that the function takes from its surroundings, and the values that it reads there with
 *   `dataSync`, are those of the first call at every call; only variables are looked up anew.
 * - A variable that comes both as an argument and from the surroundings at the first call is taken for the argument in
 *   both places, and another argument takes both. Where the first call told the two apart it is refused. (On WebGPU
 *   the function is recorded anew wherever another variable comes as an argument.)
 * - What `variableGrads` gives is named after the first call's variables: return gradients in an array where other
 *   variables may take their places.
 * - Indices and divisors are not checked: a gather takes the nearest row that there is, and int32 divided by 0 is -1. Call
 *   the function itself to have them checked.
 *
 * @example An MLP learns to tell whether a point lies within a circle.
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { jit, startCompiler } from "./mod.ts";
 *
 * await startCompiler();
 * const points = tf.randomUniform([256, 2], -1, 1, "float32", 1) as tf.Tensor2D;
 * const inside = tf.cast(tf.less(tf.sum(tf.square(points), 1), 0.6), "float32");
 *
 * const hidden = tf.variable(tf.randomNormal([2, 32], 0, 1, "float32", 2));
 * const bias = tf.variable(tf.zeros([32]));
 * const output = tf.variable(tf.randomNormal([32, 1], 0, 0.2, "float32", 3));
 *
 * const step = jit((points: tf.Tensor2D, inside: tf.Tensor, learningRate: tf.Scalar) => {
 *   const { value: loss, grads } = tf.variableGrads(() => {
 *     const features = tf.relu(tf.add(tf.matMul(points, hidden as tf.Tensor2D), bias));
 *     const score = tf.squeeze(tf.matMul(features, output as tf.Tensor2D));
 *     return tf.mean(tf.sub(tf.softplus(score), tf.mul(score, inside))) as tf.Scalar; // cross-entropy
 *   });
 *   for (const variable of [hidden, bias, output]) {
 *     variable.assign(tf.sub(variable as tf.Tensor, tf.mul(learningRate, grads[variable.name])));
 *   }
 *   return loss;
 * });
 *
 * const learningRate = tf.scalar(0.5);
 * const first = step(points, inside, learningRate).dataSync()[0];
 * let loss = first;
 * for (let i = 0; i < 200; i++) loss = tf.tidy(() => step(points, inside, learningRate).dataSync()[0]);
 * assert(loss < first / 3);
 * assert.equal(step.compilations, 1);
 * step.dispose();
 * ```
 *
 * An optimizer of TensorFlow.js makes its variables at its first step: take that one without jit, then compile
 * the others. Its learning rate is a number of the host and is compiled in.
 *
 * Matrix products are computed in float32. `jit(fn, { matmulPrecision: "bfloat16" })` has XLA round their factors to
 * bfloat16, which processors with AVX512-BF16 or AMX multiply up to twice as fast. On others it takes a little longer
 * than float32, and a GPU rounds them in float32's program.
 *
 * A kernel that the backend lacks names itself in an error; add it to a table in lib/compiler/kernels, where most
 * take one line.
 *
 * @module
 */
export { fold, type Key, keyOf } from "../random/key.ts";
export { keyTensor, tracedDropout } from "./dropout.ts";
export type { JitOptions } from "./compiled.ts";
export type { MatmulPrecision } from "./emitter.ts";
export { jit, type Jitted } from "./jit.ts";
export { BACKEND_NAME, startCompiler } from "./start.ts";
