import * as tf from "@tensorflow/tfjs-core";
import type { Draw } from "../draw.ts";
import { ACTIVATIONS, type Case, float, smooth, type T, type T4, value } from "./case.ts";

/** Shapes of images, with channels last or first, and of a filter that fits them. */
function shapesFor(draw: Draw, square = false) {
  const [height, width] = draw.numbers(2, 3, 6), [input, output, rows] = draw.numbers(3, 1, 3);
  const columns = square ? rows : draw.number(1, 3);
  return {
    images: [draw.number(1, 2), height, width, input],
    first: [draw.number(1, 2), input, height, width],
    filter: [rows, columns, input, output],
    output,
  };
}

export const convolution: Case[] = [
  // Where the padding is a number tfjs takes the filter's height for its width.
  ...([["same", 1], ["same", 2], ["valid", 1], ["valid", 2], [1, 1]] as const).flatMap(([pad, strides]) => [
    smooth(`conv2d ${pad} ${strides}`, (draw) => {
      const { images, filter } = shapesFor(draw, pad === 1);
      return [(x: T4, w: T4) => tf.conv2d(x, w, strides, pad), float(images), float(filter)];
    }),
    smooth(`depthwiseConv2d ${pad} ${strides}`, (draw) => {
      const { images, filter } = shapesFor(draw, pad === 1);
      return [(x: T4, w: T4) => tf.depthwiseConv2d(x, w, strides, pad), float(images), float(filter)];
    }),
  ]),
  value("conv2d dilated", (draw) => {
    const { images, filter } = shapesFor(draw), dilations = draw.oneOf([[2, 3], [3, 1]]) as [number, number];
    return [(x: T4, w: T4) => tf.conv2d(x, w, 1, "same", "NHWC", dilations), float(images), float(filter)];
  }),
  value("conv2d with paddings of its own on each side", (draw) => {
    const { images, filter } = shapesFor(draw), sides: [number, number][] = [[0, 0], [0, 1], [2, 3], [0, 0]];
    const pad = sides as tf.backend_util.ExplicitPadding;
    return [(x: T4, w: T4) => tf.conv2d(x, w, 1, pad), float(images), float(filter)];
  }),
  smooth("conv2d with channels first", (draw) => {
    const { first, filter } = shapesFor(draw);
    return [(x: T4, w: T4) => tf.conv2d(x, w, 1, "same", "NCHW"), float(first), float(filter)];
  }),
  smooth("conv2dTranspose", (draw) => {
    const [batch, height, width, input] = draw.shape(4), output = draw.number(1, 3);
    return [
      (x: T4, w: T4) => tf.conv2dTranspose(x, w, [batch, 2 * height, 3 * width, output], [2, 3], "same"),
      float([batch, height, width, input]),
      float([3, 3, output, input]),
    ];
  }),
  // The gradients of elu, sigmoid and leakyrelu do not exist in tfjs's own fused operations.
  ...ACTIVATIONS.map((activation) =>
    value(`fused conv2d ${activation}`, (draw) => {
      const { images, filter, output } = shapesFor(draw);
      return [
        (x: T4, filter: T4, bias: T) =>
          tf.fused.conv2d({ x, filter, bias, strides: 1, pad: "same", activation, leakyreluAlpha: 0.2 }),
        float(images),
        float(filter),
        float([output]),
      ];
    })
  ),
  value("fused conv2d prelu", (draw) => {
    const { images, filter, output } = shapesFor(draw);
    return [
      (x: T4, filter: T4, preluActivationWeights: T) =>
        tf.fused.conv2d({ x, filter, strides: 1, pad: "valid", activation: "prelu", preluActivationWeights }),
      float(images),
      float(filter),
      float([output]),
    ];
  }),
  value("fused conv2d with channels first", (draw) => {
    const { first, filter, output } = shapesFor(draw);
    return [
      (x: T4, filter: T4, bias: T, preluActivationWeights: T) =>
        tf.fused.conv2d({
          x,
          filter,
          bias,
          strides: 1,
          pad: "same",
          dataFormat: "NCHW",
          activation: "prelu",
          preluActivationWeights,
        }),
      float(first),
      float(filter),
      float(draw.oneOf([[output], [1], []])),
      float(draw.oneOf([[output], [1]])),
    ];
  }),
  value("fused depthwiseConv2d", (draw) => {
    const { images, filter } = shapesFor(draw);
    return [
      (x: T4, filter: T4) =>
        tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: "same", activation: "relu" }),
      float(images),
      float(filter),
    ];
  }),
];
