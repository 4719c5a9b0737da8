import { UserError } from "../../errors.ts";
import type { Emitter, Value } from "../emitter.ts";

const OPERATIONS: Record<string, string> = { relu: "Relu", relu6: "Relu6", elu: "Elu", sigmoid: "Sigmoid" };

/** What the fused kernels of TensorFlow.js do after their product: add a bias, apply an activation. */
export function activate(
  emitter: Emitter,
  product: Value,
  { bias, preluActivationWeights }: Record<string, Value>,
  { activation = "linear", leakyreluAlpha = 0.2 }: { activation?: string; leakyreluAlpha?: number },
): Value {
  const x = bias === undefined ? product : emitter.emit("AddV2", [product, bias]);
  if (activation === "linear" || activation === null) return x;
  if (activation === "leakyrelu") return emitter.emit("LeakyRelu", [x], { alpha: { float: leakyreluAlpha } });
  if (activation === "prelu") {
    const zero = emitter.constant([0], [], "float32");
    const negative = emitter.emit("Mul", [preluActivationWeights, emitter.emit("Minimum", [x, zero])]);
    return emitter.emit("AddV2", [emitter.emit("Maximum", [x, zero]), negative]);
  }
  const operation = OPERATIONS[activation];
  if (operation === undefined) {
    throw new UserError(`Expected an activation that can be fused but found ${activation}`);
  }
  return emitter.emit(operation, [x]);
}
