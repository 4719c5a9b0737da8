import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import type { Emitter, Value } from "../emitter.ts";

interface Axes {
  axis?: number | number[];
  /** What some kernels call `axis`. */
  reductionIndices?: number | number[];
  keepDims?: boolean;
}

function reduce(
  emitter: Emitter,
  operation: string,
  x: Value,
  axis: number | number[],
  keepDims = false,
): Value {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  return emitter.emit(operation, [x, emitter.constant(axes)], { keep_dims: keepDims });
}

const reduction =
  (operation: string): Kernel => (emitter, { x }, { axis, reductionIndices, keepDims }: Axes) =>
    reduce(emitter, operation, x, (axis ?? reductionIndices)!, keepDims);

const cumulative =
  (operation: string): Kernel => (emitter, { x }, { axis, exclusive, reverse }: tf.CumsumAttrs) =>
    emitter.emit(operation, [x, emitter.constant([axis], [])], { exclusive, reverse });

const argument = (operation: string): Kernel => (emitter, { x }, { axis }: tf.ArgMaxAttrs) =>
  emitter.emit(operation, [x, emitter.constant([axis], [])], { output_type: { type: "int32" } });

/** Kernels that fold axes of a tensor. */
export const reductions: Record<string, Kernel> = {
  All: reduction("All"),
  Any: reduction("Any"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  Cumprod: cumulative("Cumprod"),
  Cumsum: cumulative("Cumsum"),
  Max: reduction("Max"),
  Mean: (emitter, { x }, { axis, keepDims }: Axes) => {
    const numbers = x.dtype === "float32" ? x : emitter.emit("Cast", [x], { DstT: { type: "float32" } });
    return reduce(emitter, "Mean", numbers, axis!, keepDims);
  },
  Min: reduction("Min"),
  Prod: reduction("Prod"),
  Softmax: (emitter, { logits }) => emitter.emit("Softmax", [logits]),
  Sum: reduction("Sum"),
  TopK: (emitter, { x }, { k, sorted }: tf.TopKAttrs) =>
    emitter.emitAll("TopKV2", [x, emitter.constant([k], [])], { sorted }, 2),
};
