import type * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";
import type { Emitter, Value } from "../emitter.ts";

/** A scalar of the dtype of `like`. */
export function scalar(emitter: Emitter, value: number, like: Value): Value {
  return emitter.constant([value], [], like.dtype);
}

/** x where it is positive, else `alpha` times x. */
export function prelu(emitter: Emitter, x: Value, alpha: Value): Value {
  const zero = scalar(emitter, 0, x);
  const negative = emitter.emit("Mul", [alpha, emitter.emit("Minimum", [x, zero])]);
  return emitter.emit("AddV2", [emitter.emit("Maximum", [x, zero]), negative]);
}

const unary = (operation: string): Kernel => (emitter, { x }) => emitter.emit(operation, [x]);
const binary = (operation: string): Kernel => (emitter, { a, b }) => emitter.emit(operation, [a, b]);

/** Kernels that are one operation of TensorFlow of the same name. */
const SAME_UNARY = [
  ..."Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Expm1 Floor Identity IsFinite IsInf IsNan Log",
  ..." Log1p LogicalNot Neg OnesLike Reciprocal Relu Relu6 Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt",
  ..." Square Tan Tanh ZerosLike",
].join("").split(" ");

const SAME_BINARY = (
  "Atan2 BitwiseAnd Equal FloorDiv Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum " +
  "NotEqual Pow RealDiv SquaredDifference Sub"
).split(" ");

/** Kernels that compute each value of the output from one of each input. */
export const elementwise: Record<string, Kernel> = {
  ...Object.fromEntries(SAME_UNARY.map((name) => [name, unary(name)])),
  ...Object.fromEntries(SAME_BINARY.map((name) => [name, binary(name)])),
  Add: binary("AddV2"),
  Multiply: binary("Mul"),
  Mod: binary("FloorMod"),
  AddN: (emitter, inputs) => emitter.emit("AddN", [Object.values(inputs)]),
  Cast: (emitter, { x }, { dtype }: tf.CastAttrs) => emitter.emit("Cast", [x], { DstT: { type: dtype } }),
  ClipByValue: (emitter, { x }, { clipValueMin, clipValueMax }: tf.ClipByValueAttrs) =>
    emitter.emit("Minimum", [
      emitter.emit("Maximum", [x, scalar(emitter, clipValueMin, x)]),
      scalar(emitter, clipValueMax, x),
    ]),
  EluGrad: (emitter, { dy, y }) => emitter.emit("EluGrad", [dy, y]),
  LeakyRelu: (emitter, { x }, { alpha }: tf.LeakyReluAttrs) =>
    emitter.emit("LeakyRelu", [x], { alpha: { float: alpha } }),
  Prelu: (emitter, { x, alpha }) => prelu(emitter, x, alpha),
  Round: (emitter, { x }) => emitter.emit(x.dtype === "int32" ? "Identity" : "Round", [x]),
  Select: (emitter, { condition, t, e }) => emitter.emit("SelectV2", [condition, t, e]),
  Step: (emitter, { x }, { alpha }: tf.StepAttrs) => {
    const step = emitter.emit("SelectV2", [
      emitter.emit("Greater", [x, scalar(emitter, 0, x)]),
      scalar(emitter, 1, x),
      scalar(emitter, alpha, x),
    ]);
    return emitter.emit("SelectV2", [emitter.emit("IsNan", [x]), x, step]);
  },
};
