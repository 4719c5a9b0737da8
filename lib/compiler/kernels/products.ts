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
  const attributes = { adj_x: transposeA, adj_y: transposeB };
  if (emitter.matmulPrecision === "float32" || a.dtype !== "float32") {
    return emitter.emit("BatchMatMulV2", [a, b], attributes);
  }
  const rounded = [a, b].map((x) => emitter.emit("Cast", [x], { DstT: { type: "bfloat16" } }));
  return emitter.emit("BatchMatMulV3", rounded, { ...attributes, Tout: { type: "float32" } });
}

/** Matrix products. */
export const products: Record<string, Kernel> = {
  BatchMatMul: (emitter, { a, b }, attributes: tf.BatchMatMulAttrs) => product(emitter, a, b, attributes),
  Einsum: (emitter, inputs, { equation }: tf.EinsumAttrs) =>
    emitter.emit("Einsum", [Object.values(inputs)], { equation }),
  _FusedMatMul: (emitter, { a, b, ...rest }, attributes: tf._FusedMatMulAttrs) =>
    activate(emitter, product(emitter, a, b, attributes), rest, attributes),
};
