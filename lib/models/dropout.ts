import type * as tf from "@tensorflow/tfjs-core";

/**
 * Sets a share of a tensor's values to 0 and scales the others so that the mean is kept.
 *
 * @param rate The share, from 0 up to, not including, 1.
 * @param place Where in the model this is, such as "h.3.attn.resid"; each place has its own random numbers.
 */
export type Dropout = (x: tf.Tensor, rate: number, place: string) => tf.Tensor;

/** Leaves values as they are: for evaluation. */
export const noDropout: Dropout = (x) => x;
