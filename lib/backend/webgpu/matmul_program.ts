import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import type { MatmulPrecision } from "../../compiler/emitter.ts";
import { ROUND_TO_BFLOAT16 } from "./bfloat16.ts";

/** How a product of matrices is shared out: what a workgroup computes, and what each of its threads. */
export interface Tiling {
  /** Of the product, by workgroup: a multiple of 4 times the threads' rows and columns. */
  rows: number;
  columns: number;
  /** Of the product, by thread: multiples of 4. */
  threadRows: number;
  threadColumns: number;
  /** How many columns of the first factor are in the workgroup's memory at once: a multiple of 4. */
  depth: number;
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
  const threads = tiling.rows / tiling.threadRows * tiling.columns / tiling.threadColumns;
  const checks = {
    rows: rows % tiling.rows !== 0,
    columns: columns % tiling.columns !== 0,
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
    workgroupSize: [threads, 1, 1],
    dispatchLayout: { x: [2], y: [1], z: [0] },
    dispatch: [Math.ceil(columns / tiling.columns), Math.ceil(rows / tiling.rows), batch],
  };
}

interface Checks {
  rows: boolean;
  columns: boolean;
  inner: boolean;
}

/**
 * A workgroup brings a stretch of the inner dimension of both factors to its memory, transposed where need be so that
 * rows of A and columns of B lie side by side, in fours; the next stretch is already on its way while it multiplies.
 * Each thread keeps its part of the product in registers.
 */
function code({ a, b, transposeA, transposeB, precision }: Product, tiling: Tiling, checks: Checks): string {
  const { rows, columns, threadRows, threadColumns, depth } = tiling;
  const across = columns / threadColumns, threads = rows / threadRows * across;
  const rowsOf = range(threadRows), foursOf = range(threadColumns / 4), quads = range(threadRows / 4);
  const round = precision === "bfloat16" ? "toBfloat16" : "";
  const loads = [
    loader(
      { name: "a", source: "A", outer: "rows", tile: rows, direct: transposeA, round },
      depth,
      threads,
      checks,
    ),
    loader(
      { name: "b", source: "B", outer: "columns", tile: columns, direct: !transposeB, round },
      depth,
      threads,
      checks,
    ),
  ];
  return `${round && ROUND_TO_BFLOAT16}
  var<workgroup> aTile : array<vec4f, ${depth * rows / 4}>;
  var<workgroup> bTile : array<vec4f, ${depth * columns / 4}>;

  fn main() {
    let thread = i32(localIndex);
    let across = thread % ${across};
    let down = thread / ${across};
    let aStart = i32(workgroupId.y) * ${rows};
    let bStart = i32(workgroupId.x) * ${columns};
    let aBase = ${a[0] > 1 ? "i32(workgroupId.z) * uniforms.rows * uniforms.inner / 4" : "0"};
    let bBase = ${b[0] > 1 ? "i32(workgroupId.z) * uniforms.columns * uniforms.inner / 4" : "0"};
    ${rowsOf.flatMap((i) => foursOf.map((j) => `var sum${i}_${j} = vec4f();`)).join("\n    ")}
    ${loads.map(({ declare }) => declare).join("\n    ")}
    var start = 0;
    ${loads.map(({ read }) => read).join("\n    ")}
    loop {
      ${loads.map(({ store }) => store).join("\n      ")}
      workgroupBarrier();
      start += ${depth};
      if (start < uniforms.inner) {
        ${loads.map(({ read }) => read).join("\n        ")}
      }
      for (var k = 0; k < ${depth}; k++) {
        ${
    quads.map((i) => `let a${i} = aTile[k * ${rows / 4} + down * ${threadRows / 4} + ${i}];`).join(
      "\n        ",
    )
  }
        ${
    foursOf.map((j) => `let b${j} = bTile[k * ${columns / 4} + across + ${j * across}];`).join("\n        ")
  }
        ${
    rowsOf.flatMap((i) =>
      foursOf.map((j) => `sum${i}_${j} = fma(vec4f(a${i >> 2}[${i & 3}]), b${j}, sum${i}_${j});`)
    ).join("\n        ")
  }
      }
      if (start >= uniforms.inner) { break; }
      workgroupBarrier();
    }
    let base = i32(workgroupId.z) * uniforms.rows * uniforms.columns / 4;
    ${
    rowsOf.map((i) =>
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

/** What the conditions that are given amount to; empty where none is. */
const all = (...conditions: (string | false)[]) => conditions.filter(Boolean).join(" && ");

/** Sets a variable to a value, or to zeros where the tests fail. */
const assignIf = (tests: string, variable: string, value: string) =>
  tests ? `${variable} = vec4f(); if (${tests}) { ${variable} = ${value}; }` : `${variable} = ${value};`;

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A factor, seen as a matrix whose inner dimension is the product's. */
interface Factor {
  name: "a" | "b";
  source: "A" | "B";
  /** Its other dimension, and how much of that a workgroup needs. */
  outer: "rows" | "columns";
  tile: number;
  /** Whether the outer dimension is stored side by side. */
  direct: boolean;
  /** The WGSL function that rounds four of its values; empty where none does. */
  round: string;
}

/** How the threads of a workgroup read their parts of a factor's stretch, and store them in the workgroup's memory. */
function loader(factor: Factor, depth: number, threads: number, checks: Checks) {
  return factor.direct
    ? directLoader(factor, depth, threads, checks)
    : transposingLoader(factor, depth, threads, checks);
}

function directLoader(
  { name, source, outer, tile, round }: Factor,
  depth: number,
  threads: number,
  checks: Checks,
) {
  const fours = depth * tile / 4, parts = range(Math.ceil(fours / threads));
  const place = (i: number) => `let place = thread + ${i * threads};`;
  const inTile = (i: number, then: string) =>
    (i + 1) * threads > fours ? `if (place < ${fours}) { ${then} }` : then;
  const tests = all(checks.inner && "k < uniforms.inner", checks[outer] && `at < uniforms.${outer}`);
  const value = `${source}[${name}Base + (k * uniforms.${outer} + at) / 4]`;
  const read = parts.map((i) =>
    `{
      ${place(i)}
      let k = start + place / ${tile / 4};
      let at = ${name}Start + place % ${tile / 4} * 4;
      ${assignIf(tests, `${name}${i}In`, value)}
    }`
  ).map((text, i) => (i + 1) * threads > fours ? `if (thread + ${i * threads} < ${fours}) ${text}` : text);
  const store = parts.map((i) =>
    `{ ${place(i)} ${inTile(i, `${name}Tile[place] = ${round}(${name}${i}In);`)} }`
  );
  return {
    declare: parts.map((i) => `var ${name}${i}In : vec4f;`).join(" "),
    read: read.join("\n    "),
    store: store.join("\n      "),
  };
}

function transposingLoader(
  { name, source, outer, tile, round }: Factor,
  depth: number,
  threads: number,
  checks: Checks,
) {
  const blocks = depth / 4 * tile / 4, parts = range(Math.ceil(blocks / threads));
  const names = (i: number) => range(4).map((row) => `${name}${i}_${row}In`);
  const inTile = (i: number, text: string) =>
    (i + 1) * threads > blocks ? `if (thread + ${i * threads} < ${blocks}) ${text}` : text;
  const block = (i: number) =>
    `let block = thread + ${i * threads};
      let inner = block % ${depth / 4};
      let outer = block / ${depth / 4};`;
  const read = parts.map((i) =>
    inTile(
      i,
      `{
      ${block(i)}
      let k = start + inner * 4;
      ${
        names(i).map((variable, row) => {
          const at = `(${name}Start + outer * 4 + ${row})`;
          const tests = all(
            checks.inner && "k < uniforms.inner",
            checks[outer] && `${at} < uniforms.${outer}`,
          );
          const value = `${source}[${name}Base + (${at} * uniforms.inner + k) / 4]`;
          return assignIf(tests, variable, value);
        }).join("\n      ")
      }
    }`,
    )
  );
  const store = parts.map((i) =>
    inTile(
      i,
      `{
      ${block(i)}
      ${
        range(4).map((k) =>
          `${name}Tile[(inner * 4 + ${k}) * ${tile / 4} + outer] = ${round}(vec4f(${
            names(i).map((variable) => `${variable}[${k}]`).join(", ")
          }));`
        ).join("\n      ")
      }
    }`,
    )
  );
  return {
    declare: parts.flatMap((i) => names(i).map((variable) => `var ${variable} : vec4f;`)).join(" "),
    read: read.join("\n    "),
    store: store.join("\n      "),
  };
}
