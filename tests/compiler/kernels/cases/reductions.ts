import * as tf from "@tensorflow/tfjs-core";
import { bool, type Case, float, int, smooth, type T, value } from "./case.ts";

export const reductions: Case[] = [
  ...(["sum", "mean", "max", "min"] as const).map((name) =>
    smooth(name, (draw) => {
      const shape = draw.shape(draw.number(1, 3)),
        axes = draw.axes(shape.length),
        keep = draw.oneOf([true, false]);
      return [(x: T) => tf[name](x, axes, keep), float(shape, 0.5, 1.5)];
    })
  ),
  ...(["max", "min"] as const).map((name) =>
    value(`${name} with NaN`, (draw) => [(x: T) => tf[name](tf.sqrt(x), 0), float(draw.shape(2))])
  ),
  value("prod", (draw) => {
    const shape = draw.shape(3), axes = draw.axes(3), keep = draw.oneOf([true, false]);
    return [(x: T) => tf.prod(x, axes, keep), float(shape, 0.5, 1.5)];
  }),
  // tfjs's gradient knows no negative axes.
  smooth("prod of axes from the front", (draw) => {
    const shape = draw.shape(3), axis = draw.oneOf([undefined, 0, [0, 2], [1, 2]]);
    return [(x: T) => tf.prod(x, axis), float(shape, 0.5, 1.5)];
  }),
  ...(["all", "any"] as const).map((name) =>
    value(name, (draw) => {
      const shape = draw.shape(3), axes = draw.axes(3), keep = draw.oneOf([true, false]);
      return [(x: T) => tf[name](x, axes, keep), bool(shape)];
    })
  ),
  ...(["sum", "mean"] as const).map((name) =>
    value(`${name} of int32`, (draw) => [(x: T) => tf[name](x, 0), int(draw.shape(2), 9)])
  ),
  ...(["argMax", "argMin"] as const).map((name) =>
    value(name, (draw) => {
      const axis = draw.number(0, 2);
      return [(x: T) => tf[name](x, axis), float(draw.shape(3))];
    })
  ),
  ...(["cumsum", "cumprod"] as const).map((name) =>
    value(name, (draw) => {
      const axis = draw.number(0, 2), [exclusive, reverse] = draw.numbers(2, 0, 1).map(Boolean);
      return [(x: T) => tf[name](x, axis, exclusive, reverse), float(draw.shape(3))];
    })
  ),
  // tfjs's gradient swaps axes where this is not the last.
  smooth("cumsum along the last axis", (draw) => {
    const [exclusive, reverse] = draw.numbers(2, 0, 1).map(Boolean);
    return [(x: T) => tf.cumsum(x, 2, exclusive, reverse), float(draw.shape(3))];
  }),
  smooth("softmax", (draw) => [(x: T) => tf.softmax(x), float(draw.shape(draw.number(1, 3)))]),
  smooth("logSoftmax", (draw) => [(x: T) => tf.logSoftmax(x), float(draw.shape(2))]),
  smooth("logSumExp", (draw) => {
    const axis = draw.number(0, 2);
    return [(x: T) => tf.logSumExp(x, axis), float(draw.shape(3))];
  }),
  value("topk", (draw) => {
    const places = draw.number(1, 6), k = draw.number(1, places);
    return [(x: T) => Object.values(tf.topk(x, k)), float([draw.number(1, 4), places])];
  }),
  smooth("moments", (draw) => [(x: T) => tf.moments(x, [0]).variance, float(draw.shape(2))]),
  smooth("norm", (draw) => [(x: T) => tf.norm(x), float(draw.shape(2))]),
];
