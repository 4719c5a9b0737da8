import type * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import { activate } from "./activation.ts";

/** Matrix products. */
export const products: Record<string, Kernel> = {
  BatchMatMul: (emitter, { a, b }, { transposeA, transposeB }: tf.BatchMatMulAttrs) =>
    emitter.emit("BatchMatMulV2", [a, b], { adj_x: transposeA, adj_y: transposeB }),
  Einsum: (emitter, inputs, { equation }: tf.EinsumAttrs) =>
    emitter.emit("Einsum", [Object.values(inputs)], { equation }),
  _FusedMatMul: (emitter, { a, b, ...rest }, attributes: tf._FusedMatMulAttrs) => {
    const { transposeA, transposeB } = attributes;
    return activate(
      emitter,
      emitter.emit("BatchMatMulV2", [a, b], { adj_x: transposeA, adj_y: transposeB }),
      rest,
      attributes,
    );
  },
};
