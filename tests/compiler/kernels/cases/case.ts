import * as tf from "@tensorflow/tfjs-core";
import { permutation } from "../../../../lib/random/arrays.ts";
import { fold, keyOf } from "../../../../lib/random/key.ts";
import { Draw } from "../draw.ts";

/** What the fused kernels of TensorFlow.js apply after their product, but for PReLU, which has weights. */
export const ACTIVATIONS = ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const;

/** How often the shapes of a case are drawn. */
const DRAWS = 3;

/** What the values of an argument are. */
export interface Input {
  shape: number[];
  dtype: "float32" | "int32" | "bool";
  low: number;
  high: number;
}

/** A function of tensors that uses a kernel, and its arguments. */
export type Sample = [fn: (...args: never[]) => tf.Tensor | tf.Tensor[], ...inputs: Input[]];

/** What a kernel is tested on. */
export interface Case {
  name: string;
  /** Of random shapes. */
  samples: Sample[];
  /** Whether its gradient is tested too. */
  differentiable: boolean;
}

/** A case whose values are tested, those of all its draws together. */
export function value(name: string, sample: (draw: Draw) => Sample): Case {
  const key = fold(keyOf(1), name);
  const samples = Array.from({ length: DRAWS }, (_, i) => sample(new Draw(fold(key, i))));
  return { name, samples, differentiable: false };
}

/** A case whose gradient is tested too. */
export function smooth(name: string, sample: (draw: Draw) => Sample): Case {
  return { ...value(name, sample), differentiable: true };
}

/**
 * Values on the host for a sample's arguments, evenly spaced and in random order: no two are so near that finite
 * differences would step across the edge of a maximum.
 */
export function valuesFor([, ...inputs]: Sample): tf.TypedArray[] {
  return inputs.map(({ shape, dtype, low, high }, i) => {
    const size = tf.util.sizeFromShape(shape);
    const order = permutation(fold(keyOf(2), i), size);
    const values = Float32Array.from(order, (rank) => low + (high - low) * (rank + 0.3 + 0.1 * i) / size);
    return dtype === "float32" ? values : Int32Array.from(values, Math.floor);
  });
}

export const float = (shape: number[], low = -2, high = 2): Input => ({ shape, dtype: "float32", low, high });
/** Whole numbers from `low` to, not including, `high`. */
export const int = (shape: number[], high: number, low = 0): Input => ({ shape, dtype: "int32", low, high });
export const bool = (shape: number[]): Input => ({ shape, dtype: "bool", low: 0, high: 2 });

export type T = tf.Tensor;
export type T1 = tf.Tensor1D;
export type T2 = tf.Tensor2D;
export type T4 = tf.Tensor4D;
