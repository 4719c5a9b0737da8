import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";
import { dropoutMask } from "../random/bits.ts";
import { foldCounter } from "../random/key.ts";
import { threefry2x32 } from "../random/threefry.ts";

/**
 * Dropout whose key is a tensor, so that one compiled step draws new masks at each call. The masks are those of
 * {@linkcode dropoutMask} with the key folded by the place, bit for bit, whether compiled, eager or on another backend.
 *
 * @param key int32 [2], such as {@linkcode keyTensor} makes.
 * @throws {UserError} If the key is another tensor or none; from the function that is returned, if a rate is not from 0 up to,
 * not including, 1, or the place is no text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { dropoutMask } from "../random/bits.ts";
 * import { fold, keyOf } from "../random/key.ts";
 * import { keyTensor, tracedDropout } from "./dropout.ts";
 * import { jit } from "./jit.ts";
 * import { startCompiler } from "./start.ts";
 *
 * await startCompiler();
 * const drop = jit((x: tf.Tensor, key: tf.Tensor1D) => tracedDropout(key)(x, 0.5, "here"));
 * const dropped = drop(tf.ones([100]), keyTensor(keyOf(0))).dataSync();
 * const mask = dropoutMask(fold(keyOf(0), "here"), 100, 0.5);
 * assert.deepEqual([...dropped], Array.from(mask, (keep) => 2 * keep));
 * ```
 */
export function tracedDropout(key: tf.Tensor1D) {
  if (!(key instanceof tf.Tensor) || key.dtype !== "int32" || !tf.util.arraysEqual(key.shape, [2])) {
    const found = (key as unknown) instanceof tf.Tensor ? `${key.dtype} [${key.shape}]` : typeof key;
    throw new UserError(
      `Expected the key of dropout to be a tensor int32 [2] but found ${found}: make it by keyTensor(keyOf(seed))`,
    );
  }
  return (x: tf.Tensor, rate: number, place: string): tf.Tensor => {
    if (typeof place !== "string") {
      throw new UserError(
        `Expected the place of dropout to be a text but found ${place}: name each place, or their masks are the same`,
      );
    }
    if (rate === 0) return x;
    if (!(rate > 0 && rate < 1)) {
      throw new UserError(
        `Expected a rate of dropout from 0 up to, not including, 1 but found ${rate}: choose a smaller one`,
      );
    }
    return tf.tidy(() => {
      const counter = foldCounter(place);
      const mask = tf.getKernel("DropoutMask", tf.getBackend())
        ? maskByKernel(key, counter, x.shape, rate)
        : maskOnHost(key, counter, x.shape, rate);
      return tf.mul(x, tf.mul(tf.cast(mask, "float32"), 1 / (1 - rate)));
    });
  };
}

/** A key of lib/random on the compute backend: int32 [2]. */
export function keyTensor(key: readonly [number, number]): tf.Tensor1D {
  return tf.tensor1d(Int32Array.from(key), "int32");
}

function maskByKernel(
  key: tf.Tensor1D,
  counter: readonly number[],
  shape: number[],
  rate: number,
): tf.Tensor {
  const folded = tf.engine().runKernel("FoldKey", { key }, { counter: [...counter] });
  return tf.engine().runKernel("DropoutMask", { key: folded } as tf.NamedTensorMap, { shape, rate });
}

function maskOnHost(
  key: tf.Tensor1D,
  counter: readonly [number, number],
  shape: number[],
  rate: number,
): tf.Tensor {
  const [first, second] = key.dataSync<"int32">();
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(dropoutMask(threefry2x32([first, second], counter), size, rate), shape, "bool");
}
