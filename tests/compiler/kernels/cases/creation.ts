import * as tf from "@tensorflow/tfjs-core";
import { type Case, int, type T, value } from "./case.ts";

export const creation: Case[] = [
  value("fill", (draw) => {
    const shape = draw.shape();
    return [() => tf.fill(shape, 1.5)];
  }),
  value("fill int32", (draw) => {
    const shape = draw.shape();
    return [() => tf.fill(shape, 7, "int32")];
  }),
  value("linspace", (draw) => {
    const [start, stop] = draw.numbers(2, -5, 5), count = draw.number(2, 9);
    return [() => tf.linspace(start, stop, count)];
  }),
  value("linspace of one number", () => [() => tf.linspace(2, 5, 1)]),
  value("range", (draw) => {
    const start = draw.number(-5, 5), by = draw.number(1, 3), stop = start + draw.number(1, 9);
    return [() => tf.range(start, stop, by, "int32")];
  }),
  value("range down", (draw) => {
    const start = draw.number(-5, 5), stop = start - draw.number(1, 9);
    return [() => [tf.range(start, stop), tf.range(start, stop, -2)]];
  }),
  value("range of nothing", () => [() => tf.range(3, 3)]),
  value("oneHot", (draw) => {
    const depth = draw.number(2, 6);
    return [(x: T) => tf.oneHot(x, depth, 2, -1), int(draw.shape(), depth + 2)];
  }),
];
