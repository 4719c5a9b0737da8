import * as tf from "@tensorflow/tfjs-core";

/** `x` [rows, in] times `weight` [in, out] plus `bias` [out]. */
export function linear(x: tf.Tensor2D, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  return tf.add(tf.matMul(x, weight as tf.Tensor2D), bias);
}

/**
 * Each row of `x` [rows, width] shifted and scaled to mean 0 and variance 1, then times `weight` plus `bias`.
 *
 * Its gradient is written out, like that of {@linkcode gelu}, because tfjs's own chain of gradients takes twice as
 * many operations.
 */
export function layerNorm(x: tf.Tensor2D, weight: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor2D {
  return tf.add(tf.mul(normalize(x, epsilon), weight), bias);
}

function normalize(x: tf.Tensor2D, epsilon: number): tf.Tensor2D {
  const meanOf = (values: tf.Tensor) => tf.mean(values, -1, true);
  return tf.customGrad((x, save) => {
    const centered = tf.sub(x as tf.Tensor, meanOf(x as tf.Tensor));
    const scale = tf.rsqrt(tf.add(meanOf(tf.square(centered)), epsilon));
    const value = tf.mul(centered, scale);
    (save as tf.GradSaveFunc)([value, scale]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [value, scale]: tf.Tensor[]) => {
        const along = tf.mul(value, meanOf(tf.mul(dy, value)));
        return tf.mul(scale, tf.sub(tf.sub(dy, meanOf(dy)), along));
      },
    };
  })(x) as tf.Tensor2D;
}

const CUBIC = 0.044715;
const SLOPE = Math.sqrt(2 / Math.PI);

/** Hugging Face's "gelu_new": the approximation of GELU by tanh (Hendrycks and Gimpel, 2016). */
export function gelu<T extends tf.Tensor>(x: T): T {
  return tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    (save as tf.GradSaveFunc)([input]);
    return {
      value: tf.mul(input, gateOf(input)),
      gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => {
        const gate = gateOf(x); // again, rather than keep it: of long sequences it takes much memory
        // gate' = 2 gate (1 - gate) (SLOPE + 3 SLOPE CUBIC x^2)
        const inner = tf.mul(x, tf.add(tf.mul(tf.square(x), 6 * SLOPE * CUBIC), 2 * SLOPE));
        return tf.mul(dy, tf.mul(gate, tf.add(tf.mul(inner, tf.sub(1, gate)), 1)));
      },
    };
  })(x) as T;
}

/** What each input is multiplied with: (1 + tanh(SLOPE * (x + CUBIC x^3))) / 2. */
function gateOf(x: tf.Tensor): tf.Tensor {
  const bend = tf.tanh(tf.mul(x, tf.add(tf.mul(tf.square(x), SLOPE * CUBIC), SLOPE)));
  return tf.mul(tf.add(bend, 1), 0.5);
}

/**
 * What is added to attention scores so that no position sees a later one: [length, length], 0 on and below the
 * diagonal and, as in Hugging Face's code, a number near the lowest of float32 above it.
 */
export function causalMask(length: number): tf.Tensor2D {
  const position = tf.range(0, length, 1, "int32");
  const later = tf.less(tf.reshape(position, [length, 1]), tf.reshape(position, [1, length]));
  return tf.mul(tf.cast(later, "float32"), -3e38);
}

/**
 * Row `token` of `weight` [vocabulary, width] for each of `tokens` [...]: [..., width].
 *
 * A product with one-hot rows, because its gradient is a product too; the gradient of tf.gather needs a kernel
 * that not every backend has. Meant for vocabularies of at most some thousand tokens.
 */
export function embed(weight: tf.Tensor, tokens: tf.Tensor): tf.Tensor {
  const [vocabulary, width] = weight.shape;
  const rows = oneHot(tf.reshape(tokens, [-1]), vocabulary);
  return tf.reshape(tf.matMul(rows, weight), [...tokens.shape, width]);
}

/** 1 at each index, else 0: [..., size], float32. Outside of 0 to `size` - 1 there is no 1. */
export function oneHot(indices: tf.Tensor, size: number): tf.Tensor {
  return tf.cast(tf.oneHot(indices, size), "float32"); // tfjs's WASM kernel knows integers only
}
