import * as tf from "@tensorflow/tfjs-core";
import { type Case, float, smooth, type T, type T4, value } from "./case.ts";

export const shapes: Case[] = [
  smooth("batchToSpaceND", (draw) => {
    const [rows, columns] = draw.numbers(2, 1, 3), [height, width] = draw.numbers(2, 1, 3);
    const crops = [rows, columns].map((side) => [0, draw.number(0, side - 1)]);
    const batch = rows * columns * draw.number(1, 2);
    return [(x: T) => tf.batchToSpaceND(x, [rows, columns], crops), float([batch, height, width, 2])];
  }),
  smooth("spaceToBatchND", (draw) => {
    const block = draw.numbers(2, 1, 3), sides = draw.numbers(2, 1, 4);
    const paddings = sides.map((side, i) => [0, (block[i] - side % block[i]) % block[i]]);
    return [(x: T) => tf.spaceToBatchND(x, block, paddings), float([draw.number(1, 2), ...sides, 2])];
  }),
  value("depthToSpace", (draw) => {
    const block = draw.number(2, 3), channels = block * block * draw.number(1, 2);
    return [(x: T4) => tf.depthToSpace(x, block), float([...draw.shape(3), channels])];
  }),
  value("diag", (draw) => [(x: T) => tf.diag(x), float(draw.shape(1))]),
  smooth("concat", (draw) => {
    const shape = draw.shape(3), axis = draw.number(0, 2), other = shape.with(axis, draw.number(1, 4));
    return [(x: T, y: T) => tf.concat([x, y], axis), float(shape), float(other)];
  }),
  smooth("stack", (draw) => {
    const shape = draw.shape(), axis = draw.number(0, shape.length);
    return [(x: T, y: T) => tf.stack([x, y], axis), float(shape), float(shape)];
  }),
  // tfjs has no gradient of a single part.
  smooth("unstack", (draw) => {
    const axis = draw.number(0, 2), shape = draw.shape(3).with(axis, draw.number(2, 4));
    return [(x: T) => tf.unstack(x, axis), float(shape)];
  }),
  value("unstack to one part", (draw) => [(x: T) => tf.unstack(x, 0), float([1, ...draw.shape(2)])]),
  smooth("split", (draw) => {
    const sizes = draw.numbers(draw.number(1, 3), 1, 3), axis = draw.number(0, 2);
    const shape = draw.shape(3).with(axis, sizes.reduce((sum, size) => sum + size));
    return [(x: T) => tf.split(x, sizes, axis - draw.oneOf([0, 3])), float(shape)];
  }),
  smooth("expandDims", (draw) => {
    const shape = draw.shape(), axis = draw.number(0, shape.length);
    return [(x: T) => tf.expandDims(x, axis), float(shape)];
  }),
  // The gradient that tfjs has for it ignores the mirrored values.
  ...(["reflect", "symmetric"] as const).map((mode) =>
    value(`mirrorPad ${mode}`, (draw) => {
      const shape = draw.numbers(2, 2, 4);
      const paddings = shape.map((side) => draw.numbers(2, 0, side - 1) as [number, number]);
      return [(x: T) => tf.mirrorPad(x, paddings, mode), float(shape)];
    })
  ),
  smooth("pad", (draw) => {
    const shape = draw.shape(draw.number(1, 3));
    const paddings = shape.map(() => draw.numbers(2, 0, 2) as [number, number]);
    return [(x: T) => tf.pad(x, paddings, 1.5), float(shape)];
  }),
  smooth("reshape", (draw) => {
    const [a, b, c] = draw.shape(3), target = draw.oneOf([[a * b, -1], [c, b, a], [a * b * c], [a, 1, -1]]);
    return [(x: T) => tf.reshape(x, target), float([a, b, c])];
  }),
  smooth("reverse", (draw) => {
    const axes = draw.axes(3);
    return [(x: T) => tf.reverse(x, axes), float(draw.shape(3))];
  }),
  smooth("slice", (draw) => {
    const shape = draw.shape(3), begin = shape.map((side) => draw.number(0, side - 1));
    const size = shape.map((side, i) => draw.oneOf([-1, draw.number(1, side - begin[i])]));
    return [(x: T) => tf.slice(x, begin, size), float(shape)];
  }),
  value("stridedSlice", (draw) => {
    const shape = draw.numbers(2, 2, 5), strides = shape.map(() => draw.oneOf([1, 2, -1]));
    const first = shape.map(() => 0), last = shape.map((side) => side - 1);
    const [begin, end] = [[first, last], [last, first]]
      .map(([up, down]) => strides.map((stride, i) => stride > 0 ? up[i] : down[i]));
    return [(x: T) => tf.stridedSlice(x, begin, end, strides), float(shape)];
  }),
  value("stridedSlice with masks", (draw) => {
    const shape = draw.numbers(3, 2, 4);
    // Of where it begins and ends, of an ellipsis, of a new axis, of one that is dropped.
    const masks = [[1, 2, 0, 0, 0], [2, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]];
    const slices = (x: T) =>
      masks.map(([begin, end, ellipsis, fresh, dropped]) =>
        tf.stridedSlice(x, [1, 1], [2, 2], [1, 1], begin, end, ellipsis, fresh, dropped)
      );
    return [slices, float(shape)];
  }),
  smooth("tile", (draw) => {
    const shape = draw.shape(draw.number(1, 3)), times = shape.map(() => draw.number(1, 3));
    return [(x: T) => tf.tile(x, times), float(shape)];
  }),
  smooth("transpose", (draw) => {
    const order = draw.oneOf([[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]);
    return [(x: T) => tf.transpose(x, order), float(draw.shape(3))];
  }),
  smooth("broadcastTo", (draw) => {
    const shape = draw.shape(3), given = shape.map((side) => draw.oneOf([side, 1]));
    return [(x: T) => tf.broadcastTo(x, shape), float(given)];
  }),
];
