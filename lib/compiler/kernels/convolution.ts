import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import type { Emitter, Value } from "../emitter.ts";
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

/** Where the axes of a tensor with its channels first are in one with its channels last, and the other way round. */
const LAST = [0, 2, 3, 1], FIRST = [0, 3, 1, 2];

const isFirst = ({ dataFormat }: Options) => dataFormat === "NCHW";

/** With channels last: on processors without AVX-512, libtensorflow knows no other convolutions. */
function channelsLast(emitter: Emitter, x: Value, options: Options): Value {
  return isFirst(options) ? emitter.emit("Transpose", [x, emitter.constant(LAST)]) : x;
}

/** As the caller has its channels. */
function channelsBack(emitter: Emitter, x: Value, options: Options): Value {
  return isFirst(options) ? emitter.emit("Transpose", [x, emitter.constant(FIRST)]) : x;
}

/** TensorFlow's attributes of a convolution of the given shapes, channels last. */
function attributesOf(input: number[], filter: number[], options: Options): Attributes {
  const { strides, pad, dimRoundingMode, dilations } = options;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = tf.backend_util
    .computeConv2DInfo(
      input as Shape4,
      filter as Shape4,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      false, // a depthwise one's output has other channels, which no attribute tells of
      "channelsLast",
    );
  const attributes: Attributes = {
    strides: { ints: [1, strideHeight, strideWidth, 1] },
    dilations: { ints: [1, dilationHeight, dilationWidth, 1] },
    data_format: "NHWC",
    padding: padInfo.type,
  };
  if (padInfo.type === "VALID" || padInfo.type === "SAME") return attributes;
  const sides = [padInfo.top, padInfo.bottom, padInfo.left, padInfo.right];
  return { ...attributes, padding: "EXPLICIT", explicit_paddings: { ints: [0, 0, ...sides, 0, 0] } };
}

const forward = (operation: string): Kernel => (emitter, { x, filter, ...rest }, options: Options) => {
  const last = channelsLast(emitter, x, options);
  const attributes = attributesOf(last.shape, filter.shape, options);
  const product = channelsBack(emitter, emitter.emit(operation, [last, filter], attributes), options);
  return activate(emitter, product, rest, options);
};

const backpropFilter =
  (operation: string): Kernel => (emitter, { x, dy }, options: Options & { filterShape: number[] }) => {
    const { filterShape } = options;
    const [lastX, lastDy] = [x, dy].map((value) => channelsLast(emitter, value, options));
    const attributes = attributesOf(lastX.shape, filterShape, options);
    return emitter.emit(operation, [lastX, emitter.constant(filterShape), lastDy], attributes);
  };

const backpropInput =
  (operation: string): Kernel => (emitter, { dy, filter }, options: Options & { inputShape: number[] }) => {
    const shape = isFirst(options) ? LAST.map((axis) => options.inputShape[axis]) : options.inputShape;
    const lastDy = channelsLast(emitter, dy, options);
    const attributes = attributesOf(shape, filter.shape, options);
    const gradient = emitter.emit(operation, [emitter.constant(shape), filter, lastDy], attributes);
    return channelsBack(emitter, gradient, options);
  };

export const convolution: Record<string, Kernel> = {
  Conv2D: forward("Conv2D"),
  Conv2DBackpropFilter: backpropFilter("Conv2DBackpropFilter"),
  Conv2DBackpropInput: backpropInput("Conv2DBackpropInput"),
  DepthwiseConv2dNative: forward("DepthwiseConv2dNative"),
  DepthwiseConv2dNativeBackpropFilter: backpropFilter("DepthwiseConv2dNativeBackpropFilter"),
  DepthwiseConv2dNativeBackpropInput: backpropInput("DepthwiseConv2dNativeBackpropInput"),
  FusedConv2D: forward("Conv2D"),
  FusedDepthwiseConv2D: forward("DepthwiseConv2dNative"),
};
