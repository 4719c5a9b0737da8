import { UserError } from "../../errors.ts";
import type { Emitter, Value } from "../emitter.ts";
import { prelu } from "./elementwise.ts";

const OPERATIONS: Record<string, string> = { relu: "Relu", relu6: "Relu6", elu: "Elu", sigmoid: "Sigmoid" };

interface Activation {
  activation?: string;
  leakyreluAlpha?: number;
  dataFormat?: "NHWC" | "NCHW";
}

/** What the fused kernels of TensorFlow.js do after their product: add a bias, apply an activation. */
export function activate(
  emitter: Emitter,
  product: Value,
  { bias, preluActivationWeights }: Record<string, Value>,
  { activation = "linear", leakyreluAlpha = 0.2, dataFormat }: Activation,
): Value {
  // One number for each channel; where channels are not the last axis it is told how many axes follow.
  const ofChannels = (x: Value) =>
    dataFormat === "NCHW" && x.shape.length === 1
      ? emitter.emit("Reshape", [x, emitter.constant([x.shape[0], 1, 1])])
      : x;
  const x = bias === undefined ? product : emitter.emit("AddV2", [product, ofChannels(bias)]);
  if (activation === "linear" || activation === null) return x;
  if (activation === "leakyrelu") return emitter.emit("LeakyRelu", [x], { alpha: { float: leakyreluAlpha } });
  if (activation === "prelu") return prelu(emitter, x, ofChannels(preluActivationWeights));
  const operation = OPERATIONS[activation];
  if (operation === undefined) {
    throw new UserError(`Expected an activation that can be fused but found ${activation}`);
  }
  return emitter.emit(operation, [x]);
}
