import { webgpu_util, type WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import type { Code } from "./expression.ts";
import { programOf } from "./program.ts";

/** How one number is made of many. */
export interface Reduction {
  start: string;
  /** WGSL that makes one of two numbers, or of two vec4f the four of their places. */
  join: (a: string, b: string, width: 1 | 4) => string;
  end: (joined: string, count: number) => string;
}

const add = (a: string, b: string) => `${a} + ${b}`;

/** Those of the kernels of these names. */
export const OF_KERNELS = {
  Sum: { start: "0f", join: add, end: (sum) => sum },
  Mean: { start: "0f", join: add, end: (sum, count) => `${sum} / ${count}f` },
  Max: {
    start: "-uniforms.INFINITY",
    // What is no number stays so.
    join: (a, b, width) =>
      width === 4
        ? `select(max(${a}, ${b}), ${a} + ${b}, isnanVec4(${a}) | isnanVec4(${b}))`
        : `select(max(${a}, ${b}), ${a} + ${b}, isnan(${a}) || isnan(${b}))`,
    end: (max) => max,
  },
} satisfies Record<string, Reduction>;

/** How many rows a workgroup adds up at most; more are added in two steps. */
export const ROWS_AT_ONCE = 512;
/** Of a workgroup that adds up rows: how many threads are for columns side by side, and for rows. */
const COLUMNS = 16, LANES = 16;
/** How many of them WebGPU lets a program have along an axis. */
export const MOST_WORKGROUPS = 65_535;
export const MOST_COLUMNS = COLUMNS * MOST_WORKGROUPS;
export const MOST_ROWS = ROWS_AT_ONCE * MOST_WORKGROUPS;

/** A workgroup reduces a row: each thread some of its elements, then all of them what each has. */
export function rowsProgram(
  { start, join, end }: Reduction,
  code: Code,
  rows: number,
  columns: number,
): WebGPUProgram {
  const { width, text } = code, perRow = columns / width, threads = perRow > 1024 ? 256 : 64;
  const joined = width === 1
    ? "joined"
    : ["x", "y", "z", "w"].map((lane) => `joined.${lane}`).reduce((a, b) => join(a, b, 1));
  return {
    ...programOf(
      code,
      `  var<workgroup> parts : array<f32, ${threads}>;
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
      if (localId.x < count) { parts[localId.x] = ${
        join("parts[localId.x]", "parts[localId.x + count]", 1)
      }; }
      workgroupBarrier();
    }
    if (localId.x == 0u && row < uniforms.size) { result[row] = ${end("parts[0]", columns)}; }
  }`,
    ),
    outputShape: [rows],
    size: true,
    workgroupSize: [threads, 1, 1],
    dispatch: webgpu_util.computeDispatch({ x: [0] }, [rows], [1, 1, 1]),
  };
}

/** A workgroup sums some columns of some rows: each thread every so many of them, then all of them what each has. */
export function columnsProgram(code: Code, rows: number, columns: number): WebGPUProgram {
  const { width, text } = code, perRow = columns / width, type = width === 1 ? "f32" : "vec4f";
  const parts = Math.ceil(rows / ROWS_AT_ONCE);
  return {
    ...programOf(
      code,
      `  var<workgroup> parts : array<${type}, ${COLUMNS * LANES}>;
  fn main(place : i32) {
    let column = i32(workgroupId.x * ${COLUMNS}u + localId.x % ${COLUMNS}u);
    let part = i32(workgroupId.y);
    let end = min(${rows}, (part + 1) * ${ROWS_AT_ONCE});
    var joined = ${type}(0f);
    for (var row = part * ${ROWS_AT_ONCE} + i32(localId.x / ${COLUMNS}u); row < end; row += ${LANES}) {
    let index = row * ${perRow} + min(column, ${perRow - 1});
    ${text}
    }
    parts[localId.x] = joined;
    workgroupBarrier();
    for (var count = ${COLUMNS * LANES / 2}u; count >= ${COLUMNS}u; count /= 2u) {
      if (localId.x < count) { parts[localId.x] = parts[localId.x] + parts[localId.x + count]; }
      workgroupBarrier();
    }
    let at = part * ${perRow} + column;
    if (localId.x < ${COLUMNS}u && column < ${perRow} && at < uniforms.size) { result[at] = parts[localId.x]; }
  }`,
    ),
    outputComponent: width,
    outputShape: [parts, columns],
    size: true,
    workgroupSize: [COLUMNS * LANES, 1, 1],
    dispatch: [Math.ceil(perRow / COLUMNS), parts, 1],
  };
}
