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
export function download(parameters: Parameters): HostParameters {
  return Object.fromEntries(
    Object.entries(parameters).map((
      [name, tensor],
    ) => [name, { shape: tensor.shape, values: new Float32Array(tensor.dataSync<"float32">()) }]),
  );
}

/** How many values a tensor of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
