import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { matmulPrecision } from "../../compiler/webgpu/precision.ts";
import { replaceKernel } from "../../compiler/webgpu/replace_kernel.ts";
import { rounded } from "./bfloat16.ts";
import { matMulProgram, sizesOf, type Tiling } from "./matmul_program.ts";

/**
 * The more tiles there are, the less threads need to share the work on one, and how many there have to be. In steps of
 * GPT-2 on an NVIDIA H200 each was the fastest of two dozen where it is chosen, or close to it.
 */
const TILINGS: readonly { least: number; tiling: Tiling }[] = [
  { least: 1056, tiling: { tile: [64, 64], ofThread: [8, 8], depth: 16, slices: 1, double: false } },
  { least: 264, tiling: { tile: [64, 64], ofThread: [8, 8], depth: 16, slices: 2, double: true } },
  { least: 0, tiling: { tile: [32, 32], ofThread: [4, 4], depth: 32, slices: 4, double: true } },
];
/** For no more rows than these, as of a batch's last positions. */
const FEW_ROWS: Tiling = { tile: [8, 32], ofThread: [4, 4], depth: 64, slices: 16, double: false };

/**
 * Has products of matrices be computed in tiles of registers: TensorFlow.js's own program is several times slower,
 * and ten times where the second factor is transposed. What does not come in fours stays with that one.
 */
export function registerMatMul(): void {
  replaceKernel("BatchMatMul", (theirs) => (call) => {
    const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
    const batches = tf.broadcast_util.assertAndGetBroadcastShape(
      a.shape.slice(0, -2),
      b.shape.slice(0, -2),
    );
    const precision = matmulPrecision();
    const product = { a: flat(a), b: flat(b), transposeA, transposeB, precision };
    const { rows, columns, inner } = sizesOf(product);
    const batch = tf.util.sizeFromShape(batches);
    const inFours = [a, b].every(({ shape }) => shape.at(-1)! % 4 === 0) && columns % 4 === 0;
    const isNarrow = columns < 16;
    const oneByOne = [product.a[0], product.b[0]].every((own) => own === batch || own === 1);
    const backend = call.backend as WebGPUBackend;
    const general = batch === 1 && inner >= SHARED_INNER ? inOrder(theirs) : theirs;
    // What was cast from integers is still stored as such.
    const isStored = [a, b].every(({ dataId }) => backend.tensorMap.get(dataId).dtype === "float32");
    if (batch * rows * columns * inner === 0) return general(call);
    if (!inFours || !isStored || isNarrow || !oneByOne) {
      if (precision === "float32") return general(call);
      const inputs = { a: rounded(backend, a), b: rounded(backend, b) };
      const result = general({ ...call, inputs });
      for (const { dataId } of Object.values(inputs)) backend.disposeData(dataId);
      return result;
    }
    const { dataId, dtype } = backend.runWebGPUProgram(
      matMulProgram(product, batch, tilingFor(batch, rows, columns)),
      [{ ...a, shape: product.a }, { ...b, shape: product.b }],
      a.dtype,
      [rows, columns, inner].map((size) => ({ type: "int32", data: [size] })),
    );
    return { dataId, dtype, shape: [...batches, rows, columns] };
  });
}

/** From which inner dimension on TensorFlow.js may share it among groups of threads, which add up in any order. */
const SHARED_INNER = 2000;
/** Its flag for the program to use, and of the programs that which has each sum made by one thread, in small tiles. */
const PROGRAM = "WEBGPU_MATMUL_PROGRAM_TYPE", SMALL_TILES = 2;

/** Has TensorFlow.js's product give the same bits each time. */
function inOrder(product: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const before = tf.env().get(PROGRAM);
    tf.env().set(PROGRAM, SMALL_TILES);
    try {
      return product(call);
    } finally {
      tf.env().set(PROGRAM, before);
    }
  };
}

/** A tensor's shape with one dimension for all batches. */
function flat({ shape }: tf.TensorInfo): number[] {
  return [tf.util.sizeFromShape(shape.slice(0, -2)), ...shape.slice(-2)];
}

function tilingFor(batch: number, rows: number, columns: number): Tiling {
  if (rows <= FEW_ROWS.tile[0]) return FEW_ROWS;
  const tiles = ([height, width]: Tiling["tile"]) =>
    batch * Math.ceil(rows / height) * Math.ceil(columns / width);
  return TILINGS.find(({ least, tiling }) => tiles(tiling.tile) >= least)!.tiling;
}
