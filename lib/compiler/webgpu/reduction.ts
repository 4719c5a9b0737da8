import { webgpu_util, type WebGPUBackend, type WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { type Code, codeOf } from "./expression.ts";
import { type Fusion, inputsOf } from "./fusion.ts";

/** WGSL of the kernels that make one number of many. */
const WGSL = {
  Sum: { start: "0f", join: (a: string, b: string) => `${a} + ${b}`, end: (sum: string) => sum },
  Mean: {
    start: "0f",
    join: (a: string, b: string) => `${a} + ${b}`,
    end: (sum: string, count: number) => `${sum} / ${count}f`,
  },
  Max: {
    start: "-0x1.fffffep+127f",
    join: (a: string, b: string) => `max(${a}, ${b})`,
    end: (max: string) => max,
  },
};

type Reduction = keyof typeof WGSL;
export const REDUCTIONS = Object.keys(WGSL) as Reduction[];

type Call = Parameters<tf.KernelFunc>[0];

/** From how many numbers on one is made of a whole tensor in two steps, the first of them in parallel. */
export const LARGE = 1 << 12;

/**
 * Reduces the last axes of what is yet to be computed, which is computed in the same program.
 *
 * @returns null where that is not so, or other axes are reduced.
 */
export function reduceWaiting(
  name: Reduction,
  { inputs, attrs, backend }: Call,
  fusion: Fusion,
): tf.TensorInfo | null {
  const { x } = inputs as { x: tf.TensorInfo };
  const { axis, reductionIndices = axis, keepDims } = attrs as unknown as {
    axis: number | number[] | null;
    reductionIndices?: number | number[] | null;
    keepDims: boolean;
  };
  const expression = fusion.operationOf(x.dataId);
  const axes = tf.util.parseAxisParam(reductionIndices as number[], x.shape).toSorted((a, b) => a - b);
  if (expression === undefined || axes.some((axis, i) => axis !== x.shape.length - axes.length + i)) {
    return null;
  }
  const size = tf.util.sizeFromShape(x.shape), kept = x.shape.slice(0, x.shape.length - axes.length);
  const isWhole = axes.length === x.shape.length && size >= LARGE;
  const rows = isWhole ? rowsOf(size) : tf.util.sizeFromShape(kept);
  const code = codeOf([{ expression, take: (value) => `joined = ${WGSL[name].join("joined", value)};` }])!;
  const reduced = (backend as WebGPUBackend).runWebGPUProgram(
    programOf(name, code, rows, size / rows),
    inputsOf(code.bindings),
    "float32",
  );
  const shape = keepDims ? [...kept, ...axes.map(() => 1)] : kept;
  if (!isWhole) return { ...reduced, shape };
  const { kernelFunc } = tf.getKernel(name, "webgpu");
  const last = { axis: [0], reductionIndices: [0], keepDims: false };
  const whole = kernelFunc({ inputs: { x: reduced }, attrs: last, backend }) as tf.TensorInfo;
  (backend as tf.KernelBackend).disposeData(reduced.dataId);
  return { ...whole, shape };
}

/** The number of rows that make a tensor of that size as nearly a square as there is. */
export function rowsOf(size: number): number {
  let rows = Math.floor(Math.sqrt(size));
  while (size % rows !== 0) rows--;
  return rows;
}

/** A workgroup reduces a row: each thread some of its elements, then all of them what each has. */
function programOf(
  name: Reduction,
  { bindings, width, text, functions }: Code,
  rows: number,
  columns: number,
): WebGPUProgram {
  const { start, join, end } = WGSL[name], perRow = columns / width, threads = perRow > 1024 ? 256 : 64;
  const joined = width === 1 ? "joined" : ["x", "y", "z", "w"].map((lane) => `joined.${lane}`).reduce(join);
  const code = `${functions}
  var<workgroup> parts : array<f32, ${threads}>;
  fn main(place : i32) {
    let row = place / ${threads};
    var joined = ${width === 1 ? start : `vec4f(${start})`};
    for (var column = i32(localId.x); column < ${perRow}; column += ${threads}) {
    let index = row * ${perRow} + column;
    ${text}
    }
    parts[localId.x] = ${joined};
    workgroupBarrier();
    for (var count = ${threads / 2}u; count > 0u; count /= 2u) {
      if (localId.x < count) { parts[localId.x] = ${join("parts[localId.x]", "parts[localId.x + count]")}; }
      workgroupBarrier();
    }
    if (localId.x == 0u && row < uniforms.size) { result[row] = ${end("parts[0]", columns)}; }
  }`;
  const dispatchLayout = { x: [0] };
  return {
    shaderKey: code,
    getUserCode: () => code,
    variableNames: bindings.map((_, place) => `X${place}`),
    variableComponents: bindings.map(({ width }) => width),
    outputShape: [rows],
    size: true,
    workgroupSize: [threads, 1, 1],
    dispatchLayout,
    dispatch: webgpu_util.computeDispatch(dispatchLayout, [rows], [1, 1, 1]),
  };
}
