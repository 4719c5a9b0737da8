import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import type { Attributes } from "../native/attributes.ts";
import { activate } from "./activation.ts";

type Shape4 = [number, number, number, number];

interface Options {
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
  dilations?: [number, number] | number | null;
  dataFormat?: "NHWC" | "NCHW";
  activation?: string;
  leakyreluAlpha?: number;
}

/** TensorFlow's attributes of a convolution of the given shapes. */
function attributesOf(input: number[], filter: number[], options: Options, depthwise = false): Attributes {
  const { strides, pad, dimRoundingMode, dilations, dataFormat = "NHWC" } = options;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = tf.backend_util
    .computeConv2DInfo(
      input as Shape4,
      filter as Shape4,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      depthwise,
      tf.backend_util.convertConv2DDataFormat(dataFormat),
    );
  const around = (height: number, width: number, both = 1) =>
    dataFormat === "NHWC" ? [both, height, width, both] : [both, both, height, width];
  const attributes: Attributes = {
    strides: { ints: around(strideHeight, strideWidth) },
    dilations: { ints: around(dilationHeight, dilationWidth) },
    data_format: dataFormat,
    padding: padInfo.type,
  };
  if (padInfo.type === "VALID" || padInfo.type === "SAME") return attributes;
  const sides = [padInfo.top, padInfo.bottom, padInfo.left, padInfo.right];
  const explicit = dataFormat === "NHWC" ? [0, 0, ...sides, 0, 0] : [0, 0, 0, 0, ...sides];
  return { ...attributes, padding: "EXPLICIT", explicit_paddings: { ints: explicit } };
}

const DEPTHWISE = "DepthwiseConv2dNative";

const forward = (operation: string): Kernel => (emitter, { x, filter, ...rest }, options: Options) => {
  const attributes = attributesOf(x.shape, filter.shape, options, operation === DEPTHWISE);
  return activate(emitter, emitter.emit(operation, [x, filter], attributes), rest, options);
};

const backpropFilter =
  (operation: string): Kernel => (emitter, { x, dy }, options: Options & { filterShape: number[] }) => {
    const { filterShape } = options;
    const attributes = attributesOf(x.shape, filterShape, options, operation.startsWith(DEPTHWISE));
    return emitter.emit(operation, [x, emitter.constant(filterShape), dy], attributes);
  };

const backpropInput =
  (operation: string): Kernel => (emitter, { dy, filter }, options: Options & { inputShape: number[] }) => {
    const { inputShape } = options;
    const attributes = attributesOf(inputShape, filter.shape, options, operation.startsWith(DEPTHWISE));
    return emitter.emit(operation, [emitter.constant(inputShape), filter, dy], attributes);
  };

export const convolution: Record<string, Kernel> = {
  Conv2D: forward("Conv2D"),
  Conv2DBackpropFilter: backpropFilter("Conv2DBackpropFilter"),
  Conv2DBackpropInput: backpropInput("Conv2DBackpropInput"),
  DepthwiseConv2dNative: forward(DEPTHWISE),
  DepthwiseConv2dNativeBackpropFilter: backpropFilter("DepthwiseConv2dNativeBackpropFilter"),
  DepthwiseConv2dNativeBackpropInput: backpropInput("DepthwiseConv2dNativeBackpropInput"),
  FusedConv2D: forward("Conv2D"),
  FusedDepthwiseConv2D: forward(DEPTHWISE),
};
