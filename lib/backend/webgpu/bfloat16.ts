import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { flatProgram } from "./flat_program.ts";

/**
 * Rounds numbers to bfloat16's 8 bits of mantissa, ties to even, in WGSL; adding to the bits of what is no number
 * would make it one.
 */
export const ROUND_TO_BFLOAT16 = `
  fn toBfloat16(x : vec4f) -> vec4f {
    let bits = bitcast<vec4u>(x);
    let nearest = (bits + 0x7fffu + ((bits >> vec4u(16u)) & vec4u(1u))) & vec4u(0xffff0000u);
    return bitcast<vec4f>(select(nearest, bits, (bits & vec4u(0x7fffffffu)) > vec4u(0x7f800000u)));
  }
`;

/** A new tensor of float32 with the values of another, rounded to bfloat16. */
export function rounded(backend: WebGPUBackend, { dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  const size = tf.util.sizeFromShape(shape);
  const program = flatProgram({
    shaderKey: "round to bfloat16",
    code: `${ROUND_TO_BFLOAT16}
  fn main(index : i32) {
    if (index < uniforms.size) { result[index] = toBfloat16(vec4f(f32(X[index]))).x; }
  }`,
    inputs: ["X"],
    outputShape: [size],
    threads: size,
  });
  const flat = backend.runWebGPUProgram(program, [{ dataId, dtype, shape: [size] }], "float32");
  return { ...flat, shape };
}
