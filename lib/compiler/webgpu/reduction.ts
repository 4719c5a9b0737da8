import type { WebGPUBackend, WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { type Code, codeOf, type Target } from "./expression.ts";
import type { Fusion } from "./fusion.ts";
import { inputsOf } from "./program.ts";
import {
  columnsProgram,
  MOST_COLUMNS,
  MOST_ROWS,
  OF_KERNELS,
  type Reduction,
  ROWS_AT_ONCE,
  rowsProgram,
} from "./reduction_programs.ts";

type Name = keyof typeof OF_KERNELS;
export const REDUCTIONS = Object.keys(OF_KERNELS) as Name[];

type Call = Parameters<tf.KernelFunc>[0];

/** From how many numbers on one is made of a whole tensor in two steps, the first of them in parallel. */
export const LARGE = 1 << 12;

/**
 * Reduces the last axes of what is yet to be computed, or sums over the first axes of any tensor, and computes what is
 * reduced in the same program.
 *
 * @returns null in other cases.
 */
export function reduce(name: Name, { inputs, attrs, backend }: Call, fusion: Fusion): tf.TensorInfo | null {
  const { x } = inputs as { x: tf.TensorInfo };
  const { axis, reductionIndices = axis, keepDims } = attrs as unknown as {
    axis: number | number[] | null;
    reductionIndices?: number | number[] | null;
    keepDims: boolean;
  };
  if (x.dtype !== "float32" || tf.util.sizeFromShape(x.shape) === 0) return null;
  const axes = tf.util.parseAxisParam(reductionIndices as number[], x.shape).toSorted((a, b) => a - b);
  const own = backend as unknown as WebGPUBackend, rank = x.shape.length;
  const expression = fusion.expressionOf(x);
  if (expression.kind === "constant") return null;
  let reduced: tf.TensorInfo | null = null;
  if (axes.every((axis, i) => axis === rank - axes.length + i)) {
    if (expression.kind === "operation") reduced = reduceRows(name, expression, x, axes.length, own);
  } else if (name === "Sum" && axes.every((axis, i) => axis === i)) {
    reduced = sumColumns(expression, x, axes.length, own);
  }
  if (reduced === null) return null;
  const shape = x.shape.flatMap((size, axis) => axes.includes(axis) ? (keepDims ? [1] : []) : [size]);
  return { ...reduced, shape };
}

function reduceRows(
  name: Name,
  expression: Target["expression"],
  { shape }: tf.TensorInfo,
  axes: number,
  backend: WebGPUBackend,
): tf.TensorInfo {
  const size = tf.util.sizeFromShape(shape), isWhole = axes === shape.length && size >= LARGE;
  const rows = isWhole ? rowsOf(size) : tf.util.sizeFromShape(shape.slice(0, shape.length - axes));
  const columns = size / rows;
  const reduced = run(
    expression,
    backend,
    name,
    columns,
    (...reduction) => rowsProgram(...reduction, rows, columns),
  );
  if (!isWhole) return reduced;
  const last = { axis: [0], reductionIndices: [0], keepDims: false };
  const whole = tf.getKernel(name, "webgpu").kernelFunc({ inputs: { x: reduced }, attrs: last, backend });
  backend.disposeData(reduced.dataId);
  return whole as tf.TensorInfo;
}

function sumColumns(
  expression: Target["expression"],
  { shape }: tf.TensorInfo,
  axes: number,
  backend: WebGPUBackend,
): tf.TensorInfo | null {
  const rows = tf.util.sizeFromShape(shape.slice(0, axes));
  const columns = tf.util.sizeFromShape(shape.slice(axes));
  if (columns > MOST_COLUMNS || rows > MOST_ROWS) return null;
  const sum = run(expression, backend, "Sum", columns, (_, code) => columnsProgram(code, rows, columns));
  if (rows <= ROWS_AT_ONCE) return sum;
  const { dataId, dtype } = sum,
    leaf = { kind: "leaf", dataId, dtype, size: sum.shape[0] * columns } as const;
  const whole = sumColumns(leaf, sum, 1, backend);
  backend.disposeData(sum.dataId);
  return whole;
}

/** @param columns How many elements lie side by side in a row. */
function run(
  expression: Target["expression"],
  backend: WebGPUBackend,
  name: Name,
  columns: number,
  programOf: (reduction: Reduction, code: Code) => WebGPUProgram,
): tf.TensorInfo {
  const reduction = OF_KERNELS[name];
  const take = (value: string, width: 1 | 4) => `joined = ${reduction.join("joined", value, width)};`;
  const code = codeOf([{ expression, take }], columns % 4 === 0 ? 4 : 1)!;
  return backend.runWebGPUProgram(programOf(reduction, code), inputsOf(code.bindings), "float32");
}

/** The number of rows that make a tensor of that size as nearly a square as there is. */
export function rowsOf(size: number): number {
  let rows = Math.floor(Math.sqrt(size));
  while (size % rows !== 0) rows--;
  return rows;
}
