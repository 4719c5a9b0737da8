import * as tf from "@tensorflow/tfjs-core";
import { type Case, float, smooth, type T1, type T4, value } from "./case.ts";

/** Whether corners are aligned, and pixels have their centers at halves. */
const GRIDS = [[false, false], [true, false], [false, true]];

export const images: Case[] = [
  ...([["same", 1], ["same", 2], ["valid", 1], ["valid", [2, 1]]] as const).flatMap(([pad, strides]) =>
    (["maxPool", "avgPool"] as const).map((pool) =>
      smooth(`${pool} ${pad} ${strides}`, (draw) => {
        const size = draw.numbers(2, 2, 3) as [number, number], [height, width] = draw.numbers(2, 3, 6);
        return [
          (x: T4) => tf[pool](x, size, strides as [number, number], pad),
          float([draw.number(1, 2), height, width, draw.number(1, 3)]),
        ];
      })
    )
  ),
  smooth("batchNorm", (draw) => {
    const shape = draw.shape(4), channels = shape.slice(3);
    return [
      (x: T4, mean: T1, variance: T1, offset: T1, scale: T1) =>
        tf.batchNorm(x, mean, variance, offset, scale, 1e-3),
      float(shape),
      float(channels),
      float(channels, 0.5, 2),
      float(channels),
      float(channels),
    ];
  }),
  value("batchNorm without offset and scale", (draw) => {
    const shape = draw.shape(4), channels = shape.slice(3);
    return [
      (x: T4, mean: T1, variance: T1) => tf.batchNorm(x, mean, variance),
      float(shape),
      float(channels),
      float(channels, 0.5, 2),
    ];
  }),
  ...(["resizeBilinear", "resizeNearestNeighbor"] as const).flatMap((resize) =>
    GRIDS.map(([corners, halves]) =>
      smooth(`${resize} ${corners} ${halves}`, (draw) => {
        const size = draw.numbers(2, 1, 6) as [number, number];
        return [(x: T4) => tf.image[resize](x, size, corners, halves), float(draw.shape(4))];
      })
    )
  ),
];
