import * as tf from "@tensorflow/tfjs-core";
import { dropoutMask } from "../random/bits.ts";
import { fold, type Key } from "../random/key.ts";

/**
 * Sets a share of a tensor's values to 0 and scales the others so that the mean is kept.
 *
 * @param rate The share, from 0 up to, not including, 1.
 * @param place Where in the model this is, such as "h.3.attn.resid"; each place has its own random numbers.
 */
export type Dropout = (x: tf.Tensor, rate: number, place: string) => tf.Tensor;

/** Leaves values as they are: for evaluation. */
export const noDropout: Dropout = (x) => x;

/**
 * Dropout whose masks are made on the host by {@linkcode dropoutMask} from the key and the place alone, so that a
 * training step that is repeated drops the same values.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { startBackend } from "../backend/start.ts";
 * import { keyOf } from "../random/key.ts";
 * import { keyedDropout } from "./dropout.ts";
 *
 * await startBackend("cpu");
 * const dropped = keyedDropout(keyOf(0))(tf.ones([1000]), 0.5, "embd").dataSync();
 * assert(dropped.every((value) => value === 0 || value === 2));
 * ```
 */
export function keyedDropout(key: Key): Dropout {
  return (x, rate, place) => {
    if (rate === 0) return x;
    const mask = new Float32Array(dropoutMask(fold(key, place), x.size, rate));
    const scale = 1 / (1 - rate);
    for (let i = 0; i < mask.length; i++) mask[i] *= scale; // a callback for each value takes 50 times as long
    return tf.mul(x, tf.tensor(mask, x.shape));
  };
}
