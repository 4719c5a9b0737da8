import type { WebGPUBackend, WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { dropoutThreshold } from "../../random/bits.ts";
import {
  type Code,
  codeOf,
  type Constant,
  type Expression,
  leavesOf,
  literal,
  type Operation,
  operationsIn,
  type Symbol,
  SYMBOLS,
} from "./expression.ts";
import type { WebgpuBackend } from "./backend.ts";
import type { Gpu } from "./gpu.ts";
import { inputsOf, programOf } from "./program.ts";
import { reduce, REDUCTIONS } from "./reduction.ts";
import { replaceKernel } from "./replace_kernel.ts";

/** Of one program: longer ones take long to compile. */
const MOST_OPERATIONS = 32;
/** How many tensors every WebGPU device lets a program read and write. */
export const MOST_TENSORS = 8;
const WORKGROUP = 64;

/** What an operation does, to which tensors. */
type Computation = Pick<Operation, "symbol" | "threshold"> & { inputs: tf.TensorInfo[] };

/**
 * Has what a recorded function computes element by element wait until something else needs it, and computes it then
 * at once, in one program. What nobody needs is never computed.
 */
export class Fusion {
  #waiting = new Map<object, Operation | Constant>();

  constructor(readonly gpu: Gpu) {}

  /** Whether a tensor is yet to be computed. */
  isWaiting(dataId: object): boolean {
    return this.#waiting.has(dataId);
  }

  /** What is yet to be computed of a tensor, but for a constant. */
  operationOf(dataId: object): Operation | undefined {
    const expression = this.#waiting.get(dataId);
    return expression?.kind === "operation" ? expression : undefined;
  }

  /** Whether an element of a tensor is a number that is known already. */
  isConstant(input: tf.TensorInfo): boolean {
    return this.expressionOf(input).kind === "constant";
  }

  /** A tensor of `shape` that an operation on others, or a constant, is to give. */
  later(
    what: Constant | Computation,
    shape: number[],
  ): tf.TensorInfo {
    const dataId = this.gpu.backend.write(null as never, shape, "float32");
    const expression = "symbol" in what ? this.#operation(what, shape) : what;
    this.#waiting.set(dataId, expression);
    for (const leaf of this.#leavesOf(expression)) this.gpu.backend.incRef(leaf);
    return { dataId, shape, dtype: "float32" };
  }

  /** Computes what is yet to be computed of a tensor. */
  compute(dataId: object): void {
    const expression = this.#waiting.get(dataId);
    if (expression === undefined) return;
    this.#waiting.delete(dataId);
    const { shape } = this.gpu.backend.tensorMap.get(dataId);
    const output = { dataId, shape, dtype: "float32" } as const;
    const { program, inputs } = programFor(expression, shape);
    const backend = this.gpu.backend as unknown as WebGPUBackend;
    backend.runWebGPUProgram(program, inputs, "float32", undefined, output);
    this.#release(expression);
  }

  /** Computes all. */
  computeAll(): void {
    for (const dataId of [...this.#waiting.keys()]) this.compute(dataId);
  }

  /** Forgets a tensor that is no more. */
  forget(dataId: object): void {
    const expression = this.#waiting.get(dataId);
    this.#waiting.delete(dataId);
    if (expression !== undefined) this.#release(expression);
  }

  #operation(
    { inputs, ...what }: Computation,
    shape: number[],
  ): Operation {
    const operation = (): Operation => ({
      kind: "operation",
      ...what,
      inputs: inputs.map((input) => ({ expression: this.expressionOf(input), shape: input.shape })),
      shape,
    });
    const lengthOf = ({ dataId }: tf.TensorInfo) => operationsIn(this.#waiting.get(dataId) ?? NOTHING).size;
    for (const input of inputs.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
      const whole = operation();
      if (operationsIn(whole).size <= MOST_OPERATIONS && codeAlone(whole).bindings.length < MOST_TENSORS) {
        return whole;
      }
      this.compute(input.dataId);
    }
    return operation();
  }

  /** What a tensor's elements are: those that are there, or what is yet to be computed. */
  expressionOf({ dataId, shape }: tf.TensorInfo): Expression {
    const waiting = this.#waiting.get(dataId);
    if (waiting !== undefined) return waiting;
    const { resource, values, dtype } = this.gpu.backend.tensorMap.get(dataId);
    const size = tf.util.sizeFromShape(shape);
    // Zero is none, as WGSL's compilers take what is multiplied by it for zero, too, be it no number.
    const isConstant = !resource && values && size === 1 && Number.isFinite(values[0]) && values[0] !== 0;
    return isConstant ? { kind: "constant", value: values[0] } : { kind: "leaf", dataId, dtype, size };
  }

  #leavesOf(expression: Operation | Constant): Iterable<object> {
    return expression.kind === "operation" ? leavesOf(expression).keys() : [];
  }

  #release(expression: Operation | Constant): void {
    const { backend } = this.gpu;
    for (const leaf of this.#leavesOf(expression)) {
      if (backend.disposeData(leaf)) tf.engine().removeDataId(leaf, backend);
    }
  }
}

const NOTHING: Constant = { kind: "constant", value: 0 };

/** A program's text for an expression alone. */
function codeAlone(expression: Operation): Code {
  return codeOf([{ expression, take: (value) => `result[index] = ${value};` }])!;
}

function programFor(
  expression: Operation | Constant,
  shape: number[],
): { program: WebGPUProgram; inputs: tf.TensorInfo[] } {
  const code = expression.kind === "operation" ? codeAlone(expression) : constantCode(expression);
  const { bindings, width, text } = code, threads = Math.ceil(tf.util.sizeFromShape(shape) / width);
  const program: WebGPUProgram = {
    ...programOf(
      code,
      `  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    ${text}
  }`,
    ),
    outputComponent: width,
    outputShape: shape,
    size: true,
    workgroupSize: [WORKGROUP, 1, 1],
    dispatch: [Math.ceil(threads / WORKGROUP), 1, 1],
  };
  return { program, inputs: inputsOf(bindings) };
}

function constantCode({ value }: Constant): Code {
  return { bindings: [], width: 1, functions: "", text: `result[index] = ${literal(value)};` };
}

let registered = false;

/** Has the kernels that compute element by element wait while a function is recorded. */
export function registerFusion(fusionOf: (backend: WebgpuBackend) => Fusion | null): void {
  if (registered) return;
  registered = true;
  const replace = (name: string, later: (call: Call, fusion: Fusion) => tf.TensorInfo | null) => {
    replaceKernel(name, (kernel) => (call) => {
      const fusion = fusionOf(call.backend as unknown as WebgpuBackend);
      return (fusion && later(call, fusion)) ?? kernel(call);
    });
  };
  for (const symbol of SYMBOLS) {
    replace(symbol, ({ inputs }, fusion) => operationLater(symbol, inputs, fusion));
  }
  if (tf.getKernel("DropoutMask", "webgpu") !== undefined) replace("DropoutMask", maskLater);
  for (const name of REDUCTIONS) replace(name, (call, fusion) => reduce(name, call, fusion));
  for (const [name, value] of [["ZerosLike", 0], ["OnesLike", 1]] as const) {
    replace(
      name,
      ({ inputs: { x } }, fusion) =>
        x!.dtype === "float32" ? fusion.later({ kind: "constant", value }, x!.shape) : null,
    );
  }
}

type Call = Parameters<tf.KernelFunc>[0];

/** A mask of numbers, not of booleans as elsewhere: what is multiplied with it needs no mask in memory. */
function maskLater({ inputs, attrs }: Call, fusion: Fusion): tf.TensorInfo | null {
  const { shape, rate } = attrs as unknown as { shape: number[]; rate: number };
  if (tf.util.sizeFromShape(shape) === 0) return null;
  const threshold = dropoutThreshold(rate);
  return fusion.later({ symbol: "DropoutMask", inputs: [inputs.key as tf.TensorInfo], threshold }, shape);
}

function operationLater(symbol: Symbol, inputs: Call["inputs"], fusion: Fusion): tf.TensorInfo | null {
  const given = ("a" in inputs ? [inputs.a, inputs.b] : [inputs.x]) as tf.TensorInfo[];
  if (given.some(({ dtype, shape }) => dtype !== "float32" || tf.util.sizeFromShape(shape) === 0)) {
    return null;
  }
  if (given.every((input) => fusion.isConstant(input))) return null;
  const shape = given.map(({ shape }) => shape).reduce(tf.broadcast_util.assertAndGetBroadcastShape);
  return fusion.later({ symbol, inputs: given }, shape);
}
