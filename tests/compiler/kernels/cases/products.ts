import * as tf from "@tensorflow/tfjs-core";
import { ACTIVATIONS, type Case, float, smooth, type T, type T2, value } from "./case.ts";

export const products: Case[] = [
  ...[[false, false], [true, false], [false, true], [true, true]].map(([transposeA, transposeB]) =>
    smooth(`matMul ${transposeA} ${transposeB}`, (draw) => {
      const [rows, inner, columns] = draw.shape(3), batch = draw.shape(draw.number(0, 2));
      return [
        (x: T, y: T) => tf.matMul(x, y, transposeA, transposeB),
        float([...batch, ...(transposeA ? [inner, rows] : [rows, inner])]),
        float([...batch, ...(transposeB ? [columns, inner] : [inner, columns])]),
      ];
    })
  ),
  value("matMul of one with many", (draw) => {
    const [rows, inner, columns, batch] = draw.shape(4);
    return [(x: T, y: T) => tf.matMul(x, y), float([1, rows, inner]), float([batch, inner, columns])];
  }),
  smooth("dot", (draw) => {
    const [rows, inner] = draw.shape(2);
    return [(x: T, y: T) => tf.dot(x, y), float([rows, inner]), float([inner])];
  }),
  value("einsum", (draw) => {
    const [batch, rows, inner, columns] = draw.shape(4);
    return [
      (x: T, y: T) => tf.einsum("bij,bjk->bik", x, y),
      float([batch, rows, inner]),
      float([batch, inner, columns]),
    ];
  }),
  ...ACTIVATIONS.map((activation) =>
    smooth(`fused matMul ${activation}`, (draw) => {
      const [rows, inner, columns] = draw.shape(3);
      return [
        (a: T2, b: T2, bias: T) => tf.fused.matMul({ a, b, bias, activation }),
        float([rows, inner]),
        float([inner, columns]),
        float([columns]),
      ];
    })
  ),
];
