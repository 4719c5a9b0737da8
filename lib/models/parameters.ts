import * as tf from "@tensorflow/tfjs-core";

/** A model's weights on the compute backend, by name: tensors, or variables where they are trained. */
export type Parameters = Record<string, tf.Tensor>;

/** A tensor on the host. */
export interface HostTensor {
  shape: number[];
  /** In row-major order, as many as the product of `shape`. */
  values: Float32Array<ArrayBuffer>;
}

/** A model's weights on the host, by name. */
export type HostParameters = Record<string, HostTensor>;

/** The shape of each parameter of a model, by name. */
export type Shapes = Record<string, number[]>;

/** The weights on the compute backend; the caller disposes them. */
export function upload(parameters: HostParameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map((
      [name, { shape, values }],
    ) => [name, tf.tensor(values, shape, "float32")]),
  );
}

/** A copy of the weights on the host. */
export async function download(parameters: Parameters): Promise<HostParameters> {
  const entries = Object.entries(parameters).map(async ([name, tensor]) => {
    const values = new Float32Array(await tensor.data<"float32">());
    return [name, { shape: tensor.shape, values }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** How many values a tensor of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
