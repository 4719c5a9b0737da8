import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import { scalar } from "./elementwise.ts";

/** Kernels that move values without computing new ones. */
export const shapes: Record<string, Kernel> = {
  BatchToSpaceND: (emitter, { x }, { blockShape, crops }: tf.BatchToSpaceNDAttrs) =>
    emitter.emit("BatchToSpaceND", [
      x,
      emitter.constant(blockShape),
      emitter.constant(crops.flat(), [crops.length, 2]),
    ]),
  Concat: (emitter, inputs, { axis }: tf.ConcatAttrs) =>
    emitter.emit("ConcatV2", [Object.values(inputs), emitter.constant([axis], [])]),
  DepthToSpace: (emitter, { x }, { blockSize, dataFormat }: tf.DepthToSpaceAttrs) =>
    emitter.emit("DepthToSpace", [x], { block_size: { int: blockSize }, data_format: dataFormat }),
  Diag: (emitter, { x }) => emitter.emit("Diag", [x]),
  ExpandDims: (emitter, { input }, { dim }: tf.ExpandDimsAttrs) =>
    emitter.emit("ExpandDims", [input, emitter.constant([dim], [])]),
  MirrorPad: (emitter, { x }, { paddings, mode }: tf.MirrorPadAttrs) =>
    emitter.emit("MirrorPad", [x, emitter.constant(paddings.flat(), [paddings.length, 2])], {
      mode: mode.toUpperCase(),
    }),
  Pack: (emitter, inputs, { axis }: tf.PackAttrs) =>
    emitter.emit("Pack", [Object.values(inputs)], { axis: { int: axis } }),
  PadV2: (emitter, { x }, { paddings, constantValue }: tf.PadV2Attrs) =>
    emitter.emit("PadV2", [
      x,
      emitter.constant(paddings.flat(), [paddings.length, 2]),
      scalar(emitter, constantValue, x),
    ]),
  Reshape: (emitter, { x }, { shape }: tf.ReshapeAttrs) =>
    emitter.emit("Reshape", [x, emitter.constant(shape)]),
  Reverse: (emitter, { x }, { dims }: tf.ReverseAttrs) =>
    emitter.emit("ReverseV2", [x, emitter.constant(tf.util.parseAxisParam(dims, x.shape))]),
  Slice: (emitter, { x }, { begin, size }: tf.SliceAttrs) => {
    const [start, length] = tf.slice_util.parseSliceParams(x as unknown as tf.TensorInfo, begin, size);
    tf.slice_util.assertParamsValid(x as unknown as tf.TensorInfo, start, length);
    return emitter.emit("Slice", [x, emitter.constant(start), emitter.constant(length)]);
  },
  SpaceToBatchND: (emitter, { x }, { blockShape, paddings }: tf.SpaceToBatchNDAttrs) =>
    emitter.emit("SpaceToBatchND", [
      x,
      emitter.constant(blockShape),
      emitter.constant(paddings.flat(), [paddings.length, 2]),
    ]),
  SplitV: (emitter, { x }, { numOrSizeSplits, axis }: tf.SplitVAttrs) => {
    const [along] = tf.util.parseAxisParam(axis, x.shape);
    const sizes = tf.backend_util.prepareSplitSize(x as unknown as tf.Tensor, numOrSizeSplits, along);
    return emitter.emitAll(
      "SplitV",
      [x, emitter.constant(sizes), emitter.constant([along], [])],
      { num_split: { int: sizes.length } },
      sizes.length,
    );
  },
  StridedSlice: (emitter, { x }, attributes: tf.StridedSliceAttrs) =>
    emitter.emit("StridedSlice", [
      x,
      emitter.constant(attributes.begin),
      emitter.constant(attributes.end),
      emitter.constant(attributes.strides),
    ], {
      begin_mask: { int: attributes.beginMask },
      end_mask: { int: attributes.endMask },
      ellipsis_mask: { int: attributes.ellipsisMask },
      new_axis_mask: { int: attributes.newAxisMask },
      shrink_axis_mask: { int: attributes.shrinkAxisMask },
    }),
  Tile: (emitter, { x }, { reps }: tf.TileAttrs) => emitter.emit("Tile", [x, emitter.constant(reps)]),
  Transpose: (emitter, { x }, { perm }: tf.TransposeAttrs) =>
    emitter.emit("Transpose", [x, emitter.constant(perm)]),
  Unpack: (emitter, { value }, { axis }: tf.UnpackAttrs) => {
    const [along] = tf.util.parseAxisParam(axis, value.shape);
    const count = value.shape[along];
    return emitter.emitAll("Unpack", [value], { axis: { int: along }, num: { int: count } }, count);
  },
};
