import * as tf from "@tensorflow/tfjs-core";
import { type Case, float, smooth, type T1, type T4 } from "./case.ts";

/** Whether corners are aligned, and pixels have their centers at halves. */
const GRIDS = [[false, false], [true, false], [false, true]];

export const images: Case[] = [
  ...([["same", 1], ["same", 2], ["valid", 1], ["valid", 2]] as const).flatMap(([pad, strides]) =>
    (["maxPool", "avgPool"] as const).map((pool) =>
      smooth(`${pool} ${pad} ${strides}`, (draw) => {
        const size = draw.number(2, 3), [height, width] = draw.numbers(2, 3, 6);
        return [
          (x: T4) => tf[pool](x, size, strides, pad),
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
  ...(["resizeBilinear", "resizeNearestNeighbor"] as const).flatMap((resize) =>
    GRIDS.map(([corners, halves]) =>
      smooth(`${resize} ${corners} ${halves}`, (draw) => {
        const size = draw.numbers(2, 1, 6) as [number, number];
        return [(x: T4) => tf.image[resize](x, size, corners, halves), float(draw.shape(4))];
      })
    )
  ),
];
