import * as tf from "@tensorflow/tfjs-core";

/** What Adam keeps to through a run. */
export interface AdamRecipe {
  /** How much of the mean of the gradients, and of their squares, is kept at each step. */
  beta1: number;
  beta2: number;
  epsilon: number;
  /** What share of a matrix goes at each step, times the learning rate; of vectors nothing goes. */
  weightDecay: number;
}

/** PyTorch's defaults, as FPT's trainer uses them. */
export const ADAM: AdamRecipe = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

/** What Adam remembers between steps: for each trained parameter the mean of its gradients and of their squares. */
export interface Moments {
  first: Record<string, tf.Variable>;
  second: Record<string, tf.Variable>;
}

/** Moments of zero for `parameters`. */
export function zeroMoments(parameters: Record<string, tf.Variable>): Moments {
  return { first: zerosLike(parameters), second: zerosLike(parameters) };
}

/** A variable of zeros for each of `parameters`. */
export function zerosLike(parameters: Record<string, tf.Variable>): Record<string, tf.Variable> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      tf.tidy(() => tf.variable(tf.zerosLike(parameter))), // the variable outlives the tidy, the tensor does not
    ]),
  );
}

/**
 * The three numbers in which Adam's steps differ: learning rate / (1 - beta1^step), sqrt(1 - beta2^step), and
 * learning rate * weight decay. They are computed here in double precision, as PyTorch does, because 1 - 0.999^step
 * loses four digits in single precision.
 *
 * @param step The first is 1.
 */
export function stepSize(
  learningRate: number,
  step: number,
  { beta1, beta2, weightDecay }: AdamRecipe = ADAM,
): [number, number, number] {
  return [learningRate / (1 - beta1 ** step), Math.sqrt(1 - beta2 ** step), learningRate * weightDecay];
}

/**
 * One step of Adam (Kingma and Ba, 2015, algorithm 1), with decoupled weight decay if the recipe has any (AdamW,
 * Loshchilov and Hutter, 2019, algorithm 2) of the parameters that have two axes, as nanoGPT decays them. Changes
 * `parameters` and `moments` in place.
 *
 * @param size What {@linkcode stepSize} gives, as a tensor of shape [3], so that a compiled step serves every
 * learning rate.
 */
export function adamStep(
  parameters: Record<string, tf.Variable>,
  gradients: Record<string, tf.Tensor>,
  moments: Moments,
  size: tf.Tensor1D,
  { beta1, beta2, epsilon, weightDecay }: AdamRecipe = ADAM,
): void {
  tf.tidy(() => {
    const [rate, correction, decay] = [0, 1, 2].map((place) => tf.slice(size, place, 1));
    for (const [name, gradient] of Object.entries(gradients)) {
      const first = moments.first[name], second = moments.second[name], parameter = parameters[name];
      first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
      second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
      const deviation = tf.add(tf.div(tf.sqrt(second), correction), epsilon);
      const decays = weightDecay > 0 && parameter.rank >= 2;
      const kept = decays ? tf.mul(parameter, tf.sub(1, decay)) : parameter;
      parameter.assign(tf.sub(kept, tf.mul(rate, tf.div(first, deviation))));
    }
  });
}
