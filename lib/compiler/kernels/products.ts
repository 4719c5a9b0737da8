import type * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import type { Emitter, Value } from "../emitter.ts";
import { multipliesBfloat16 } from "../native/bfloat16.ts";
import { activate } from "./activation.ts";

/**
 * The product of the matrices in the last two axes. XLA's fast products on a CPU read the left factor row by row, so
 * a transposed one is laid out anew first; where the right factor and the product are much smaller, as in the
 * gradients of attention, they are laid out anew instead: aᵀ b = (bᵀ a)ᵀ.
 */
function product(
  emitter: Emitter,
  a: Value,
  b: Value,
  { transposeA, transposeB }: tf.BatchMatMulAttrs,
): Value {
  const fast = emitter.matmulPrecision === "float32" && !transposeA;
  if (fast || !emitter.compiled || a.dtype !== "float32") {
    return emitter.emit("BatchMatMulV2", [a, b], { adj_x: transposeA, adj_y: transposeB });
  }
  const left = round(emitter, a), right = round(emitter, b);
  if (!transposeA) return multiply(emitter, left, right, transposeB);
  const [rows, columns] = a.shape.slice(-2), width = b.shape.at(transposeB ? -2 : -1)!;
  if (2 * width * (rows + columns) >= rows * columns) {
    return multiply(emitter, transpose(emitter, left), right, transposeB);
  }
  const swapped = multiply(emitter, transposeB ? right : transpose(emitter, right), left, false);
  return transpose(emitter, opaque(emitter, swapped));
}

/** The product of what lies in memory row by row, in the emitter's precision. */
function multiply(emitter: Emitter, a: Value, b: Value, transposeB: boolean): Value {
  // XLA must have the factors in memory as they are: it would undo the transpositions otherwise.
  const factors = emitter.emitAll("XlaOptimizationBarrier", [[a, b]], {}, 2);
  return emitter.emit("BatchMatMulV3", factors, { adj_y: transposeB, Tout: { type: "float32" } });
}

/** The same values, which XLA takes for others: it would make the transpose of a product another product. */
const opaque = (emitter: Emitter, x: Value) => {
  const [least, most] = [-Infinity, Infinity].map((value) => emitter.constant([value], [], "float32"));
  return emitter.emit("ClipByValue", [x, least, most]);
};

/** In the emitter's precision; where the processor does not multiply bfloat16, as float32 with its 8 and 7 bits. */
function round(emitter: Emitter, x: Value): Value {
  if (emitter.matmulPrecision === "float32") return x;
  return multipliesBfloat16()
    ? emitter.emit("Cast", [x], { DstT: { type: "bfloat16" } })
    : emitter.emit("XlaReducePrecision", [x], { exponent_bits: { int: 8 }, mantissa_bits: { int: 7 } });
}

/** Swaps the last two axes in memory: the reshapes make XLA lay out the values anew. */
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
