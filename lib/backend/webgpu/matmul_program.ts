import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import type { MatmulPrecision } from "../../compiler/emitter.ts";
import { ROUND_TO_BFLOAT16 } from "./bfloat16.ts";
import { all, type Checks, loader, range } from "./matmul_loader.ts";

/** How a product of matrices is shared out. */
export interface Tiling {
  /** The rows and columns of the product that a workgroup computes: powers of 2, and no fewer than a thread's. */
  tile: [rows: number, columns: number];
  /** The rows and columns that a thread computes: powers of 2 from 4 on. */
  ofThread: [rows: number, columns: number];
  /** How much of the inner dimension is in the workgroup's memory at once: a multiple of 4 times the slices. */
  depth: number;
  /** Into how many parts that is divided, each summed by threads of its own. */
  slices: number;
  /** Whether the memory has room for twice as much, so that threads wait for each other less. */
  double: boolean;
}

export interface Product {
  /** The factors' shapes, as [batch, rows, columns] of what is stored. */
  a: number[];
  b: number[];
  transposeA: boolean;
  transposeB: boolean;
  /** What the factors are rounded to; the products are summed in float32. */
  precision: MatmulPrecision;
}

/** The dimensions of a product of matrices. */
export function sizesOf(
  { a, b, transposeA, transposeB }: Product,
): { rows: number; columns: number; inner: number } {
  const [rows, inner] = transposeA ? [a[2], a[1]] : [a[1], a[2]];
  return { rows, columns: transposeB ? b[1] : b[2], inner };
}

/** The program of a product of `batch` matrices, whose inner dimension comes in fours where it is stored side by side. */
export function matMulProgram(product: Product, batch: number, tiling: Tiling): WebGPUProgram {
  const { rows, columns, inner } = sizesOf(product);
  const checks = {
    rows: rows % tiling.tile[0] !== 0,
    columns: columns % tiling.tile[1] !== 0,
    inner: inner % tiling.depth !== 0,
  };
  return {
    shaderKey: `tiled matmul ${
      JSON.stringify([
        tiling,
        product.transposeA,
        product.transposeB,
        product.precision,
        checks,
        product.a[0] > 1,
        product.b[0] > 1,
      ])
    }`,
    getUserCode: () => code(product, tiling, checks),
    variableNames: ["A", "B"],
    variableComponents: [4, 4],
    outputComponent: 4,
    outputShape: [batch, rows, columns],
    uniforms: "rows : i32, columns : i32, inner : i32,",
    workgroupSize: [threadsOf(tiling) * tiling.slices, 1, 1],
    dispatchLayout: { x: [2], y: [1], z: [0] },
    dispatch: [Math.ceil(columns / tiling.tile[1]), Math.ceil(rows / tiling.tile[0]), batch],
  };
}

/** The threads of a slice. */
const threadsOf = ({ tile, ofThread }: Tiling) => tile[0] / ofThread[0] * tile[1] / ofThread[1];

/**
 * A workgroup brings a stretch of the inner dimension of both factors to its memory, transposed where need be so that
 * rows of A and columns of B lie side by side, in fours; the next stretch is already on its way while it multiplies.
 * Each thread keeps its part of the product in registers; at the end the slices' sums are added.
 */
function code({ a, b, transposeA, transposeB, precision }: Product, tiling: Tiling, checks: Checks): string {
  const { tile: [rows, columns], ofThread: [threadRows, threadColumns], depth, slices, double } = tiling;
  const across = columns / threadColumns, threads = threadsOf(tiling);
  const quads = range(threadRows / 4), foursOf = range(threadColumns / 4);
  const sums = range(threadRows).flatMap((i) => foursOf.map((j) => `sum${i}_${j}`));
  const round = precision === "bfloat16" ? "toBfloat16" : "";
  const stretch = { depth, threads: threads * slices, round };
  const aSize = depth * rows / 4, size = aSize + depth * columns / 4;
  const ofA = loader("a", { ...stretch, outer: "rows", tile: rows, offset: 0, direct: transposeA }, checks);
  const ofB = loader(
    "b",
    { ...stretch, outer: "columns", tile: columns, offset: aSize, direct: !transposeB },
    checks,
  );
  const memory = Math.max(double ? 2 * size : size, slices > 1 ? rows * columns / 4 : 0);
  const multiply = range(4).map((k) =>
    `{
          ${quads.map((i) => `let a${i} = memory[aAt${i} + ${k * rows / 4}];`).join(" ")}
          ${foursOf.map((j) => `let b${j} = memory[bAt${j} + ${k * columns / 4}];`).join(" ")}
          ${
      range(threadRows).flatMap((i) =>
        foursOf.map((j) => `sum${i}_${j} = fma(vec4f(a${i >> 2}[${i & 3}]), b${j}, sum${i}_${j});`)
      ).join("\n          ")
    }
        }`
  );
  return `${round && ROUND_TO_BFLOAT16}
  var<workgroup> memory : array<vec4f, ${memory}>;

  fn main() {
    let thread = i32(localIndex);
    let slice = thread / ${threads};
    let across = thread % ${across};
    let down = thread % ${threads} / ${across};
    let aStart = i32(workgroupId.y) * ${rows};
    let bStart = i32(workgroupId.x) * ${columns};
    let aBase = ${a[0] > 1 ? "i32(workgroupId.z) * uniforms.rows * uniforms.inner / 4" : "0"};
    let bBase = ${b[0] > 1 ? "i32(workgroupId.z) * uniforms.columns * uniforms.inner / 4" : "0"};
    ${sums.map((sum) => `var ${sum} = vec4f();`).join("\n    ")}
    ${ofA.declare}
    ${ofB.declare}
    var start = 0;
    var half = 0;
    ${ofA.read}
    ${ofB.read}
    loop {
      ${ofA.store}
      ${ofB.store}
      workgroupBarrier();
      start += ${depth};
      if (start < uniforms.inner) {
        ${ofA.read}
        ${ofB.read}
      }
      for (var i = 0; i < ${depth / 4 / slices}; i++) {
        let four = slice * ${depth / 4 / slices} + i;
        ${
    quads.map((i) => `let aAt${i} = half + ${ofA.place("four", `down * ${threadRows / 4} + ${i}`)};`).join(
      "\n        ",
    )
  }
        ${
    foursOf.map((j) => `let bAt${j} = half + ${ofB.place("four", `across + ${j * across}`)};`).join(
      "\n        ",
    )
  }
        ${multiply.join("\n        ")}
      }
      if (start >= uniforms.inner) { break; }
      ${double ? `half = ${size} - half;` : "workgroupBarrier();"}
    }
    ${slices > 1 ? addSlices(sums, slices, threads, memory) : ""}
    let base = i32(workgroupId.z) * uniforms.rows * uniforms.columns / 4;
    ${
    range(threadRows).map((i) =>
      `{
      let row = aStart + down * ${threadRows} + ${i};
      ${
        foursOf.map((j) => {
          const write = `result[base + (row * uniforms.columns + column) / 4] = sum${i}_${j};`;
          const tests = all(
            checks.rows && "row < uniforms.rows",
            checks.columns && "column < uniforms.columns",
          );
          return `{
        let column = bStart + (across + ${j * across}) * 4;
        ${tests ? `if (${tests}) { ${write} }` : write}
      }`;
        }).join("\n      ")
      }
    }`
    ).join("\n    ")
  }
  }`;
}

/** Adds the sums of the other slices to those of the first, as many at once as the memory has room for; then ends theirs. */
function addSlices(sums: string[], slices: number, threads: number, memory: number): string {
  const size = sums.length * threads, room = Math.min(Math.floor(memory / size), slices - 1);
  const place = (slice: string, n: number) =>
    `memory[(${slice}) * ${size} + ${n * threads} + thread % ${threads}]`;
  return range(Math.ceil((slices - 1) / room)).map((round) => {
    const first = 1 + round * room, end = Math.min(first + room, slices);
    const give = sums.map((sum, n) => `${place(`slice - ${first}`, n)} = ${sum};`).join(" ");
    const add = sums.map((sum, n) =>
      `${sum} = ${[sum, ...range(end - first).map((i) => place(`${i}`, n))].join(" + ")};`
    ).join(" ");
    return `workgroupBarrier();
    if (slice >= ${first} && slice < ${end}) { ${give} }
    workgroupBarrier();
    if (slice == 0) { ${add} }`;
  }).join("\n    ") + "\n    if (slice > 0) { return; }";
}
