import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";

/** Kernels that read or write at positions held in a tensor. */
export const indexing: Record<string, Kernel> = {
  GatherNd: (emitter, { params, indices }) => emitter.emit("GatherNd", [params, indices]),
  GatherV2: (emitter, { x, indices }, { axis, batchDims }: tf.GatherV2Attrs) => {
    const [along] = tf.util.parseAxisParam(axis, x.shape);
    return emitter.emit("GatherV2", [x, indices, emitter.constant([along], [])], {
      batch_dims: { int: batchDims ?? 0 },
    });
  },
  ScatterNd: (emitter, { indices, updates }, { shape }: tf.ScatterNdAttrs) =>
    emitter.emit("ScatterNd", [indices, updates, emitter.constant(shape)]),
  SparseToDense: (
    emitter,
    { sparseIndices, sparseValues, defaultValue },
    { outputShape }: tf.SparseToDenseAttrs,
  ) => {
    const at = sparseIndices.shape;
    const indices = at.length === 2 ? sparseIndices : emitter.emit("Reshape", [
      sparseIndices,
      emitter.constant(at.length === 0 ? [1, 1] : [at[0], 1]),
    ]);
    const updates = emitter.emit("BroadcastTo", [sparseValues, emitter.constant([indices.shape[0]])]);
    const background = emitter.emit("BroadcastTo", [defaultValue, emitter.constant(outputShape)]);
    return emitter.emit("TensorScatterUpdate", [background, indices, updates]);
  },
  TensorScatterUpdate: (emitter, { tensor, indices, updates }) =>
    emitter.emit("TensorScatterUpdate", [tensor, indices, updates]),
  UnsortedSegmentSum: (emitter, { x, segmentIds }, { numSegments }: tf.UnsortedSegmentSumAttrs) =>
    emitter.emit("UnsortedSegmentSum", [x, segmentIds, emitter.constant([numSegments], [])]),
};
