import * as tf from "@tensorflow/tfjs-core";

/**
 * The values of scalars, which are disposed. All are read at once: a GPU may take longer to tell one than to take a
 * step.
 */
export async function readAll(scalars: tf.Scalar[]): Promise<number[]> {
  const values = await Promise.all(scalars.map(async (scalar) => (await scalar.data())[0]));
  tf.dispose(scalars);
  return values;
}
