import * as tf from "@tensorflow/tfjs-core";
import { bool, type Case, float, int, smooth, type T, value } from "./case.ts";

const UNARY =
  "abs acosh:1.1:3 asinh atan ceil cos cosh elu erf exp expm1 floor log:0.1:3 log1p:-0.5:3 neg relu " +
  "reciprocal:0.5:2 relu6 rsqrt:0.1:3 selu sigmoid sign sin sinh softplus sqrt:0.1:3 square tan:-1:1 tanh " +
  "acos:-0.9:0.9 asin:-0.9:0.9 atanh:-0.9:0.9 clone onesLike zerosLike logSigmoid";

function unary(text: string): Case {
  const [name, low = "-2", high = "2"] = text.split(":");
  const fn = tf[name as "abs"] as (x: T) => T;
  const test = ["onesLike", "zerosLike", "ceil", "floor", "sign"].includes(name) ? value : smooth;
  return test(name, (draw) => [fn, float(draw.shape(), Number(low), Number(high))]);
}

type Binary = (x: T, y: T) => T;

const BINARY: Case[] = [
  ...(["add", "sub", "mul", "atan2"] as const).map((name) =>
    smooth(name, (draw) => {
      const [a, b] = draw.broadcast();
      return [tf[name] as Binary, float(a), float(b)];
    })
  ),
  // tfjs has no gradients of these where shapes differ.
  ...(["maximum", "minimum", "squaredDifference"] as const).flatMap((name) => [
    value(name, (draw) => {
      const [a, b] = draw.broadcast();
      return [tf[name] as Binary, float(a), float(b)];
    }),
    smooth(`${name} of equal shapes`, (draw) => {
      const shape = draw.shape();
      return [tf[name] as Binary, float(shape), float(shape)];
    }),
  ]),
  ...(["equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual"] as const).map((name) =>
    value(name, (draw) => {
      const [a, b] = draw.broadcast();
      return [tf[name] as Binary, int(a, 3), int(b, 3)];
    })
  ),
  ...(["logicalAnd", "logicalOr"] as const).map((name) =>
    value(name, (draw) => {
      const [a, b] = draw.broadcast();
      return [tf[name] as Binary, bool(a), bool(b)];
    })
  ),
  smooth("div", (draw) => {
    const [a, b] = draw.broadcast();
    return [(x: T, y: T) => tf.div(x, y), float(a), float(b, 0.5, 2)];
  }),
  smooth("pow", (draw) => {
    const [a, b] = draw.broadcast();
    return [(x: T, y: T) => tf.pow(x, y), float(a, 0.5, 2), float(b)];
  }),
  value("mod", (draw) => {
    const [a, b] = draw.broadcast();
    return [(x: T, y: T) => tf.mod(x, y), float(a), float(b, 0.5, 2)];
  }),
  // The quotients lie between 4 and 5, or between -5 and -4: where one is whole the rest jumps.
  smooth("mod within a period", (draw) => {
    const [a, b] = draw.broadcast(), [low, high] = draw.oneOf([[5.1, 5.4], [-5.4, -5.1]]);
    return [(x: T, y: T) => tf.mod(x, y), float(a, low, high), float(b, 1.1, 1.25)];
  }),
  value("floorDiv", (draw) => {
    const [a, b] = draw.broadcast();
    return [(x: T, y: T) => tf.floorDiv(x, y), int(a, 20, -20), int(b, 9, 1)];
  }),
  value("int arithmetic", (draw) => {
    const [a, b] = draw.broadcast();
    return [(x: T, y: T) => tf.sub(tf.mul(x, y), tf.add(x, y)), int(a, 9, -9), int(b, 9, -9)];
  }),
  value("bitwiseAnd", (draw) => {
    const shape = draw.shape();
    return [(x: T, y: T) => tf.bitwiseAnd(x, y), int(shape, 99), int(shape, 99)];
  }),
  smooth("prelu", (draw) => {
    const shape = draw.shape(2);
    return [(x: T, a: T) => tf.prelu(x, a), float(shape), float(shape.slice(1), 0.1, 0.5)];
  }),
];

export const elementwise: Case[] = [
  ...UNARY.split(" ").map(unary),
  ...BINARY,
  value("round", (draw) => [(x: T) => tf.round(x), float(draw.shape(), -5, 5)]),
  value("round of int32", (draw) => [(x: T) => tf.round(x), int(draw.shape(), 9, -9)]),
  ...(["maximum", "minimum"] as const).flatMap((name) => [
    value(`${name} of NaN and numbers`, (draw) => {
      const shape = draw.shape();
      return [(x: T, y: T) => tf[name](tf.sqrt(x), y), float(shape), float(shape)];
    }),
    value(`${name} of numbers and NaN`, (draw) => {
      const shape = draw.shape();
      return [(x: T, y: T) => tf[name](x, tf.sqrt(y)), float(shape), float(shape)];
    }),
  ]),
  value("isNaN", (draw) => [(x: T) => tf.isNaN(tf.sqrt(x)), float(draw.shape())]),
  value("isInf", (draw) => [(x: T) => tf.isInf(tf.div(1, tf.relu(x))), float(draw.shape())]),
  value("isFinite", (draw) => [(x: T) => tf.isFinite(tf.sqrt(x)), float(draw.shape())]),
  value("step", (draw) => [(x: T) => tf.step(tf.log(x), 0.25), float(draw.shape(2))]), // of NaN, too
  value("logicalNot", (draw) => [(x: T) => tf.logicalNot(x), bool(draw.shape())]),
  value("cast to int32", (draw) => [(x: T) => tf.cast(x, "int32"), float(draw.shape(), -5, 5)]),
  value("cast to bool", (draw) => [(x: T) => tf.cast(x, "bool"), int(draw.shape(), 2)]),
  smooth("cast to float32", (draw) => [(x: T) => tf.cast(x, "float32"), float(draw.shape())]),
  smooth("leakyRelu", (draw) => [(x: T) => tf.leakyRelu(x, 0.3), float(draw.shape())]),
  smooth("clipByValue", (draw) => [(x: T) => tf.clipByValue(x, -0.7013, 0.9017), float(draw.shape())]),
  smooth("where", (draw) => {
    const shape = draw.shape();
    return [(c: T, x: T, y: T) => tf.where(c, x, y), bool(shape), float(shape), float(shape)];
  }),
  smooth("addN", (draw) => {
    const shape = draw.shape();
    return [(x: T, y: T, z: T) => tf.addN([x, y, z]), float(shape), float(shape), float(shape)];
  }),
];
