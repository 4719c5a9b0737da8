import * as tf from "@tensorflow/tfjs-core";
import { permutation } from "../../lib/random/arrays.ts";
import { fold, keyOf } from "../../lib/random/key.ts";

/** What a kernel is tested on: a function of tensors that uses it, and the shapes of random arguments. */
export interface Case {
  name: string;
  fn: (...args: never[]) => tf.Tensor | tf.Tensor[];
  inputs: Input[];
  /** Whether its gradient is tested too. */
  differentiable: boolean;
}

interface Input {
  shape: number[];
  dtype: "float32" | "int32" | "bool";
  low: number;
  high: number;
}

const float = (shape: number[], low = -2, high = 2): Input => ({ shape, dtype: "float32", low, high });
const int = (shape: number[], high: number, low = 0): Input => ({ shape, dtype: "int32", low, high });
const bool = (shape: number[]): Input => ({ shape, dtype: "bool", low: 0, high: 2 });

/**
 * Values on the host for a case's arguments, evenly spaced and in random order: no two are so near that finite
 * differences would step across the edge of a maximum.
 */
export function valuesFor({ name, inputs }: Case): tf.TypedArray[] {
  return inputs.map(({ shape, dtype, low, high }, i) => {
    const size = tf.util.sizeFromShape(shape);
    const order = permutation(fold(fold(keyOf(1), name), i), size);
    const values = Float32Array.from(order, (rank) => low + (high - low) * (rank + 0.3 + 0.1 * i) / size);
    return dtype === "float32" ? values : Int32Array.from(values, Math.floor);
  });
}

export const CASES: Case[] = [];

function add(name: string, fn: Case["fn"], ...inputs: Input[]): void {
  CASES.push({ name, fn, inputs, differentiable: false });
}

function addSmooth(name: string, fn: Case["fn"], ...inputs: Input[]): void {
  CASES.push({ name, fn, inputs, differentiable: true });
}

type T = tf.Tensor;
type T4 = tf.Tensor4D;

const UNARY =
  "abs acosh:1.1:3 asinh atan ceil cos cosh elu erf exp expm1 floor log:0.1:3 log1p:-0.5:3 neg relu " +
  "reciprocal:0.5:2 relu6 rsqrt:0.1:3 selu sigmoid sign sin sinh softplus sqrt:0.1:3 square tan:-1:1 tanh " +
  "acos:-0.9:0.9 asin:-0.9:0.9 atanh:-0.9:0.9 clone onesLike zerosLike logSigmoid";
for (const text of UNARY.split(" ")) addUnary(text);

function addUnary(text: string): void {
  const [name, low = "-2", high = "2"] = text.split(":");
  const fn = tf[name as "abs"] as (x: T) => T;
  const smooth = !["onesLike", "zerosLike", "ceil", "floor", "sign"].includes(name);
  (smooth ? addSmooth : add)(name, fn, float([3, 1, 5], Number(low), Number(high)));
}

add("round", (x: T) => tf.round(x), float([40], -5, 5));
add("isNaN", (x: T) => tf.isNaN(tf.sqrt(x)), float([20]));
add("isInf", (x: T) => tf.isInf(tf.div(1, tf.relu(x))), float([20]));
add("isFinite", (x: T) => tf.isFinite(tf.sqrt(x)), float([20]));
addSmooth("leakyRelu", (x: T) => tf.leakyRelu(x, 0.3), float([4, 5]));
addSmooth("prelu", (x: T, a: T) => tf.prelu(x, a), float([3, 4]), float([4], 0.1, 0.5));
add("step", (x: T) => tf.step(x, 0.25), float([20]));
addSmooth("clipByValue", (x: T) => tf.clipByValue(x, -0.7, 0.9), float([20]));

for (const [a, b] of [[[2, 3, 4], [4]], [[5, 1, 3], [2, 1]], [[], [3, 2]], [[2, 3], [2, 3]]]) {
  const shapes = `[${a}] [${b}]`;
  for (const name of ["add", "sub", "mul", "atan2"] as const) {
    addSmooth(`${name} ${shapes}`, (x: T, y: T) => tf[name](x, y), float(a), float(b));
  }
  for (const name of ["maximum", "minimum", "squaredDifference"] as const) {
    // tfjs has no gradients of these where shapes differ.
    const addIt = a.length === b.length && a[0] === b[0] ? addSmooth : add;
    addIt(`${name} ${shapes}`, (x: T, y: T) => tf[name](x, y), float(a), float(b));
  }
  addSmooth(`div ${shapes}`, (x: T, y: T) => tf.div(x, y), float(a), float(b, 0.5, 2));
  addSmooth(`pow ${shapes}`, (x: T, y: T) => tf.pow(x, y), float(a, 0.5, 2), float(b));
  add(`mod ${shapes}`, (x: T, y: T) => tf.mod(x, y), float(a), float(b, 0.5, 2));
  add(`floorDiv ${shapes}`, (x: T, y: T) => tf.floorDiv(x, y), int(a, 20, -20), int(b, 9, 1));
  for (const name of ["equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual"] as const) {
    add(`${name} ${shapes}`, (x: T, y: T) => tf[name](x, y), int(a, 3), int(b, 3));
  }
  for (const name of ["logicalAnd", "logicalOr"] as const) {
    add(`${name} ${shapes}`, (x: T, y: T) => tf[name](x, y), bool(a), bool(b));
  }
}
add(
  "int arithmetic",
  (x: T, y: T) => tf.sub(tf.mul(x, y), tf.add(x, y)),
  int([3, 4], 9, -9),
  int([4], 9, -9),
);
add("logicalNot", (x: T) => tf.logicalNot(x), bool([9]));
add("bitwiseAnd", (x: T, y: T) => tf.bitwiseAnd(x, y), int([9], 99), int([9], 99));
addSmooth("where", (c: T, x: T, y: T) => tf.where(c, x, y), bool([3, 4]), float([3, 4]), float([3, 4]));
addSmooth("addN", (x: T, y: T, z: T) => tf.addN([x, y, z]), float([2, 3]), float([2, 3]), float([2, 3]));
add("cast to int32", (x: T) => tf.cast(x, "int32"), float([20], -5, 5));
add("cast to bool", (x: T) => tf.cast(x, "bool"), int([20], 2));
addSmooth("cast to float32", (x: T) => tf.cast(x, "float32"), float([4]));

for (const axis of [0, [1, 2], -1, undefined]) {
  for (const keep of [false, true]) {
    for (const name of ["sum", "mean", "max", "min", "prod"] as const) {
      const addIt = name === "prod" && axis === -1 ? add : addSmooth; // tfjs's gradient knows no negative axes
      addIt(`${name} ${axis} ${keep}`, (x: T) => tf[name](x, axis, keep), float([2, 3, 4], 0.5, 1.5));
    }
    for (const name of ["all", "any"] as const) {
      add(`${name} ${axis} ${keep}`, (x: T) => tf[name](x, axis, keep), bool([2, 1, 3]));
    }
  }
}
add("sum of int32", (x: T) => tf.sum(x, 0), int([3, 4], 9));
add("mean of int32", (x: T) => tf.mean(x, 0), int([3, 4], 9));
add("argMax", (x: T) => tf.argMax(x, 1), float([3, 7]));
add("argMin", (x: T) => tf.argMin(x, 0), float([3, 7]));
addSmooth("cumsum", (x: T) => tf.cumsum(x, 1, true, true), float([3, 4]));
add("cumprod", (x: T) => tf.cumprod(x, 0, false, false), float([3, 4]));
addSmooth("softmax", (x: T) => tf.softmax(x), float([3, 2, 5]));
addSmooth("logSoftmax", (x: T) => tf.logSoftmax(x), float([3, 5]));
addSmooth("logSumExp", (x: T) => tf.logSumExp(x, 1), float([3, 5]));
add("topk", (x: T) => Object.values(tf.topk(x, 2)), float([3, 5]));
addSmooth("moments", (x: T) => tf.moments(x, [0]).variance, float([6, 2]));
addSmooth("norm", (x: T) => tf.norm(x), float([6, 2]));

add("batchToSpaceND", (x: T4) => tf.batchToSpaceND(x, [2, 2], [[0, 0], [0, 1]]), float([4, 2, 2, 1]));
add("spaceToBatchND", (x: T4) => tf.spaceToBatchND(x, [2, 2], [[0, 0], [0, 1]]), float([1, 2, 3, 1]));
add("depthToSpace", (x: T4) => tf.depthToSpace(x, 2), float([1, 2, 2, 8]));
add("diag", (x: T) => tf.diag(x), float([4]));
addSmooth("concat", (x: T, y: T) => tf.concat([x, y], 1), float([2, 3]), float([2, 1]));
addSmooth("stack", (x: T, y: T) => tf.stack([x, y], 1), float([2, 3]), float([2, 3]));
addSmooth("unstack", (x: T) => tf.unstack(x, 1), float([2, 3, 2]));
addSmooth("split", (x: T) => tf.split(x, [1, 2], -1), float([2, 3]));
addSmooth("expandDims", (x: T) => tf.expandDims(x, 1), float([2, 3]));
// The gradient that tfjs has for it ignores the mirrored values.
add("mirrorPad", (x: T) => tf.mirrorPad(x, [[1, 1], [0, 2]], "reflect"), float([3, 4]));
addSmooth("pad", (x: T) => tf.pad(x, [[1, 0], [0, 2]], 1.5), float([3, 4]));
addSmooth("reshape", (x: T) => tf.reshape(x, [4, -1]), float([2, 6]));
addSmooth("reverse", (x: T) => tf.reverse(x, [0, 2]), float([2, 3, 2]));
addSmooth("slice", (x: T) => tf.slice(x, [1, 0], [-1, 2]), float([3, 4]));
add("stridedSlice", (x: T) => tf.stridedSlice(x, [0, 3], [3, 0], [2, -1]), float([3, 4]));
addSmooth("tile", (x: T) => tf.tile(x, [2, 1, 3]), float([2, 2, 2]));
addSmooth("transpose", (x: T) => tf.transpose(x, [2, 0, 1]), float([2, 3, 4]));
addSmooth("broadcastTo", (x: T) => tf.broadcastTo(x, [3, 4]), float([1, 4]));

add("fill", () => tf.fill([2, 3], 1.5));
add("fill int32", () => tf.fill([2], 7, "int32"));
add("linspace", () => tf.linspace(0, 3, 7));
add("range", () => tf.range(0, 9, 2, "int32"));
add("range down", () => tf.range(3, -2));
add("range of nothing", () => tf.range(3, 3));
add("oneHot", (x: T) => tf.oneHot(x, 5, 2, -1), int([3, 2], 7));

addSmooth("gather", (x: T, i: tf.Tensor1D) => tf.gather(x, i, 1), float([2, 5]), int([4], 5));
add("gather of batches", (x: T, i: T) => tf.gather(x, i as tf.Tensor1D, 1, 1), float([2, 5]), int([2, 3], 5));
add("gatherND", (x: T, i: T) => tf.gatherND(x, i), float([3, 4]), int([5, 2], 3));
add("scatterND", (i: T, x: T) => tf.scatterND(i, x, [6]), int([4, 1], 6), float([4]));
add("tensorScatterUpdate", (x: T, u: T) => tf.tensorScatterUpdate(x, [[1], [3]], u), float([5]), float([2]));
add("sparseToDense", (x: T) => tf.sparseToDense([[0, 1], [2, 0]], x, [3, 2], 5), float([2]));
addSmooth(
  "unsortedSegmentSum",
  (x: T, i: tf.Tensor1D) => tf.unsortedSegmentSum(x, i, 4),
  float([6, 2]),
  int([6], 4),
);

for (const [transposeA, transposeB] of [[false, false], [true, false], [false, true], [true, true]]) {
  const a = transposeA ? [4, 3] : [3, 4], b = transposeB ? [2, 4] : [4, 2];
  addSmooth(
    `matMul ${transposeA} ${transposeB}`,
    (x: T, y: T) => tf.matMul(x, y, transposeA, transposeB),
    float([2, ...a]),
    float([2, ...b]),
  );
}
addSmooth("matMul of matrices", (x: T, y: T) => tf.matMul(x, y), float([3, 4]), float([4, 2]));
add("matMul of one with many", (x: T, y: T) => tf.matMul(x, y), float([1, 3, 4]), float([5, 4, 2]));
addSmooth("dot", (x: T, y: T) => tf.dot(x, y), float([3, 4]), float([4]));
add("einsum", (x: T, y: T) => tf.einsum("bij,bjk->bik", x, y), float([2, 3, 4]), float([2, 4, 2]));
for (const activation of ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const) {
  addSmooth(
    `fused matMul ${activation}`,
    (a: tf.Tensor2D, b: tf.Tensor2D, bias: T) => tf.fused.matMul({ a, b, bias, activation }),
    float([3, 4]),
    float([4, 2]),
    float([2]),
  );
  // The gradients of elu, sigmoid and leakyrelu do not exist in tfjs's own fused operations.
  add(
    `fused conv2d ${activation}`,
    (x: T4, filter: T4, bias: T) =>
      tf.fused.conv2d({ x, filter, bias, strides: 1, pad: "same", activation, leakyreluAlpha: 0.2 }),
    float([2, 4, 4, 3]),
    float([3, 3, 3, 2]),
    float([2]),
  );
}
add(
  "fused prelu",
  (x: T4, filter: T4, preluActivationWeights: T) =>
    tf.fused.conv2d({ x, filter, strides: 1, pad: "valid", activation: "prelu", preluActivationWeights }),
  float([2, 4, 4, 3]),
  float([3, 3, 3, 2]),
  float([2]),
);
add(
  "fused depthwiseConv2d",
  (x: T4, filter: T4) => tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: "same", activation: "relu" }),
  float([2, 4, 4, 3]),
  float([3, 3, 3, 2]),
);

for (const [pad, strides] of [["same", 1], ["same", 2], ["valid", 1], ["valid", 2], [1, 1]] as const) {
  addSmooth(
    `conv2d ${pad} ${strides}`,
    (x: T4, w: T4) => tf.conv2d(x, w, strides, pad),
    float([2, 5, 5, 2]),
    float([3, 3, 2, 3]),
  );
  addSmooth(
    `depthwiseConv2d ${pad} ${strides}`,
    (x: T4, w: T4) => tf.depthwiseConv2d(x, w, strides, pad),
    float([2, 5, 5, 2]),
    float([3, 3, 2, 2]),
  );
  if (pad === 1) continue;
  addSmooth(`maxPool ${pad} ${strides}`, (x: T4) => tf.maxPool(x, 2, strides, pad), float([2, 5, 5, 2]));
  addSmooth(`avgPool ${pad} ${strides}`, (x: T4) => tf.avgPool(x, 3, strides, pad), float([2, 5, 5, 2]));
}
add(
  "conv2d dilated",
  (x: T4, w: T4) => tf.conv2d(x, w, 1, "same", "NHWC", 2),
  float([1, 6, 6, 2]),
  float([3, 3, 2, 3]),
);
addSmooth(
  "conv2dTranspose",
  (x: T4, w: T4) => tf.conv2dTranspose(x, w, [2, 6, 6, 2], 2, "same"),
  float([2, 3, 3, 3]),
  float([3, 3, 2, 3]),
);
addSmooth(
  "batchNorm",
  (x: T4, mean: T, variance: T, offset: T, scale: T) =>
    tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
      1e-3,
    ),
  float([2, 3, 3, 2]),
  float([2]),
  float([2], 0.5, 2),
  float([2]),
  float([2]),
);
addSmooth("resizeBilinear", (x: T4) => tf.image.resizeBilinear(x, [4, 6]), float([1, 2, 3, 2]));
addSmooth("resizeNearestNeighbor", (x: T4) => tf.image.resizeNearestNeighbor(x, [4, 6]), float([1, 2, 3, 2]));
