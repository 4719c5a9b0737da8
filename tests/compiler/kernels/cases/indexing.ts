import * as tf from "@tensorflow/tfjs-core";
import { type Case, float, int, smooth, type T, type T1, value } from "./case.ts";

export const indexing: Case[] = [
  smooth("gather", (draw) => {
    const shape = draw.shape(3), axis = draw.number(0, 2);
    return [(x: T, i: T1) => tf.gather(x, i, axis), float(shape), int(draw.shape(1), shape[axis])];
  }),
  smooth("gather of batches", (draw) => {
    const [batch, places, each] = draw.shape(3);
    const indices = int([batch, each], places);
    return [(x: T, i: T) => tf.gather(x, i as T1, 1, 1), float([batch, places]), indices];
  }),
  value("gatherND", (draw) => {
    const shape = draw.shape(3), depth = draw.number(1, 3), least = Math.min(...shape.slice(0, depth));
    return [(x: T, i: T) => tf.gatherND(x, i), float(shape), int([draw.number(1, 5), depth], least)];
  }),
  value("scatterND", (draw) => {
    const places = draw.number(1, 6), count = draw.number(1, 5), width = draw.number(1, 3);
    return [
      (i: T, x: T) => tf.scatterND(i, x, [places, width]),
      int([count, 1], places),
      float([count, width]),
    ];
  }),
  value("tensorScatterUpdate", (draw) => {
    const places = draw.number(4, 6), width = draw.number(1, 3);
    return [
      (x: T, u: T) => tf.tensorScatterUpdate(x, [[1], [3]], u),
      float([places, width]),
      float([2, width]),
    ];
  }),
  value("sparseToDense", (draw) => {
    const [rows, columns] = draw.numbers(2, 3, 5);
    return [(x: T) => tf.sparseToDense([[0, 1], [2, 0]], x, [rows, columns], 5), float([2])];
  }),
  value("sparseToDense along one axis", () => [
    (x: T) => [tf.sparseToDense([3, 1], x, [5], 2), tf.sparseToDense(2, tf.sum(x), [4])],
    float([2]),
  ]),
  smooth("unsortedSegmentSum", (draw) => {
    const count = draw.number(1, 6), segments = draw.number(1, 4);
    return [
      (x: T, i: T1) => tf.unsortedSegmentSum(x, i, segments),
      float([count, draw.number(1, 3)]),
      int([count], segments),
    ];
  }),
];
