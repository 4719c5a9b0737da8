import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../../errors.ts";
import type { Kernel } from "../backend.ts";
import { scalar } from "./elementwise.ts";
import type { Attributes } from "../native/attributes.ts";

interface Pool {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

function poolAttributes(input: number[], { filterSize, strides, pad, dimRoundingMode }: Pool): Attributes {
  const info = tf.backend_util.computePool2DInfo(
    input as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  if (info.padInfo.type !== "VALID" && info.padInfo.type !== "SAME") {
    throw new UserError(
      `Expected padding of a pool to be "valid" or "same" but found ${JSON.stringify(pad)}`,
    );
  }
  return {
    ksize: { ints: [1, info.filterHeight, info.filterWidth, 1] },
    strides: { ints: [1, info.strideHeight, info.strideWidth, 1] },
    padding: info.padInfo.type,
  };
}

interface Resize {
  size: [number, number];
  alignCorners: boolean;
  halfPixelCenters: boolean;
}

const resizeAttributes = ({ alignCorners, halfPixelCenters }: Resize): Attributes => ({
  align_corners: alignCorners,
  half_pixel_centers: halfPixelCenters,
});

const resize = (operation: string): Kernel => (emitter, { images }, attributes: Resize) =>
  emitter.emit(operation, [images, emitter.constant(attributes.size)], resizeAttributes(attributes));

/** Pooling, resizing and batch normalization. */
export const images: Record<string, Kernel> = {
  AvgPool: (emitter, { x }, pool: Pool) => emitter.emit("AvgPool", [x], poolAttributes(x.shape, pool)),
  AvgPoolGrad: (emitter, { dy, input }, pool: Pool) =>
    emitter.emit("AvgPoolGrad", [emitter.constant(input.shape), dy], poolAttributes(input.shape, pool)),
  FusedBatchNorm: (
    emitter,
    { x, mean, variance, offset, scale },
    { varianceEpsilon }: tf.FusedBatchNormAttrs,
  ) => {
    const deviation = emitter.emit("AddV2", [variance, scalar(emitter, varianceEpsilon, x)]);
    let normalized = emitter.emit("Mul", [
      emitter.emit("Sub", [x, mean]),
      emitter.emit("Rsqrt", [deviation]),
    ]);
    if (scale !== undefined) normalized = emitter.emit("Mul", [normalized, scale]);
    return offset === undefined ? normalized : emitter.emit("AddV2", [normalized, offset]);
  },
  MaxPool: (emitter, { x }, pool: Pool) => emitter.emit("MaxPool", [x], poolAttributes(x.shape, pool)),
  MaxPoolGrad: (emitter, { dy, input, output }, pool: Pool) =>
    emitter.emit("MaxPoolGrad", [input, output, dy], poolAttributes(input.shape, pool)),
  ResizeBilinear: resize("ResizeBilinear"),
  ResizeBilinearGrad: (emitter, { images, dy }, attributes: Resize) =>
    emitter.emit("ResizeBilinearGrad", [dy, images], resizeAttributes(attributes)),
  ResizeNearestNeighbor: resize("ResizeNearestNeighbor"),
  ResizeNearestNeighborGrad: (emitter, { images, dy }, attributes: Resize) => {
    const size = emitter.constant(images.shape.slice(1, 3));
    return emitter.emit("ResizeNearestNeighborGrad", [dy, size], resizeAttributes(attributes));
  },
};
