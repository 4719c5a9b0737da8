import type * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import type { Emitter, Value } from "../emitter.ts";
import { activate } from "./activation.ts";

/** The product of the matrices in the last two axes, in the emitter's precision. */
function product(
  emitter: Emitter,
  a: Value,
  b: Value,
  { transposeA, transposeB }: tf.BatchMatMulAttrs,
): Value {
  if (emitter.matmulPrecision === "float32" || a.dtype !== "float32") {
    return emitter.emit("BatchMatMulV2", [a, b], { adj_x: transposeA, adj_y: transposeB });
  }
  const left = round(emitter, a), right = round(emitter, b);
  const factors = emitter.emitAll(
    "XlaOptimizationBarrier",
    [[transposeA ? transpose(emitter, left) : left, right]],
    {},
    2,
  );
  return emitter.emit("BatchMatMulV3", factors, { adj_y: transposeB, Tout: { type: "float32" } });
}

const round = (emitter: Emitter, x: Value) => emitter.emit("Cast", [x], { DstT: { type: "bfloat16" } });

/**
 * Swaps the last two axes in memory. XLA multiplies in bfloat16 only what lies row by row, and otherwise goes back to
 * float32: the reshapes make it lay out the values anew, the barrier keeps it from undoing that.
 */
function transpose(emitter: Emitter, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  const swapped = emitter.emit("Transpose", [
    x,
    emitter.constant([...axes.slice(0, -2), ...axes.slice(-2).reverse()]),
  ]);
  const flat = emitter.emit("Reshape", [swapped, emitter.constant([-1])]);
  return emitter.emit("Reshape", [flat, emitter.constant(swapped.shape)]);
}

/** Matrix products. */
export const products: Record<string, Kernel> = {
  BatchMatMul: (emitter, { a, b }, attributes: tf.BatchMatMulAttrs) => product(emitter, a, b, attributes),
  Einsum: (emitter, inputs, { equation }: tf.EinsumAttrs) =>
    emitter.emit("Einsum", [Object.values(inputs)], { equation }),
  _FusedMatMul: (emitter, { a, b, ...rest }, attributes: tf._FusedMatMulAttrs) =>
    activate(emitter, product(emitter, a, b, attributes), rest, attributes),
};
