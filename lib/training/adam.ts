import * as tf from "@tensorflow/tfjs-core";

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** What Adam remembers between steps: for each trained parameter the mean of its gradients and of their squares. */
export interface Moments {
  first: Record<string, tf.Variable>;
  second: Record<string, tf.Variable>;
}

/** Moments of zero for `parameters`. */
export function zeroMoments(parameters: Record<string, tf.Variable>): Moments {
  const zeros = () =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [name, tf.variable(tf.zerosLike(parameter))]),
    );
  return { first: zeros(), second: zeros() };
}

/**
 * The two numbers in which Adam's steps differ, `[rate, deviation]`: learning rate / (1 - beta1^step) and
 * sqrt(1 - beta2^step). They are computed here in double precision, as PyTorch does, because 1 - 0.999^step
 * loses four digits in single precision.
 *
 * @param step The first is 1.
 */
export function stepSize(learningRate: number, step: number): [number, number] {
  return [learningRate / (1 - BETA1 ** step), Math.sqrt(1 - BETA2 ** step)];
}

/**
 * One step of Adam (Kingma and Ba, 2015, algorithm 1) with PyTorch's defaults, as FPT's trainer uses it:
 * beta 0.9 and 0.999, epsilon 1e-8, no weight decay. Changes `parameters` and `moments` in place.
 *
 * @param size What {@linkcode stepSize} gives, as a tensor of shape [2], so that a compiled step serves every
 * learning rate.
 */
export function adamStep(
  parameters: Record<string, tf.Variable>,
  gradients: Record<string, tf.Tensor>,
  moments: Moments,
  size: tf.Tensor1D,
): void {
  tf.tidy(() => {
    const rate = tf.slice(size, 0, 1), correction = tf.slice(size, 1, 1);
    for (const [name, gradient] of Object.entries(gradients)) {
      const first = moments.first[name], second = moments.second[name];
      first.assign(tf.add(tf.mul(first, BETA1), tf.mul(gradient, 1 - BETA1)));
      second.assign(tf.add(tf.mul(second, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
      const deviation = tf.add(tf.div(tf.sqrt(second), correction), EPSILON);
      parameters[name].assign(tf.sub(parameters[name], tf.mul(rate, tf.div(first, deviation))));
    }
  });
}
