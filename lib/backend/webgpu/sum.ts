import * as tf from "@tensorflow/tfjs-core";
import { LARGE, rowsOf } from "../../compiler/webgpu/reduction.ts";
import { replaceKernel } from "../../compiler/webgpu/replace_kernel.ts";

/**
 * Has the sum of a whole large tensor, such as a gradient's squares, be made by as many workgroups as it has rows:
 * TensorFlow.js has one add all.
 */
export function registerSum(): void {
  replaceKernel("Sum", (sum) => (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { axis, keepDims } = call.attrs as { axis: number | number[] | null; keepDims: boolean };
    const size = tf.util.sizeFromShape(x.shape);
    const isWhole = tf.util.parseAxisParam(axis as number[], x.shape).length === x.shape.length;
    if (!isWhole || size < LARGE) return sum(call);
    const count = rowsOf(size), rows = { ...x, shape: [count, size / count] };
    const ofRows = sum({
      ...call,
      inputs: { x: rows },
      attrs: { axis: [1], keepDims: false },
    }) as tf.TensorInfo;
    const ofAll = sum({
      ...call,
      inputs: { x: ofRows },
      attrs: { axis: [0], keepDims: false },
    }) as tf.TensorInfo;
    (call.backend as tf.KernelBackend).disposeData(ofRows.dataId);
    return { ...ofAll, shape: keepDims ? x.shape.map(() => 1) : [] };
  });
}
