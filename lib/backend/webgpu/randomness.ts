import type { WebGPUBackend, WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { KEEP, THREEFRY } from "../../compiler/webgpu/random_bits.ts";
import { dropoutThreshold } from "../../random/bits.ts";
import { flatProgram } from "./flat_program.ts";

const KEY = "bitcast<vec2u>(vec2i(Key[0], Key[1]))";

/** `fold` of lib/random. */
const FOLD_KEY = `${THREEFRY}
  fn main(index : i32) {
    if (index > 0) { return; }
    let folded = bitcast<vec2i>(threefry(${KEY}, bitcast<vec2u>(vec2i(uniforms.first, uniforms.second))));
    result[0] = folded.x;
    result[1] = folded.y;
  }`;

/** `dropoutMask` of lib/random: each thread has a block of four values. */
const DROPOUT_MASK = `${KEEP}
  fn main(index : i32) {
    let kept = vec4i(keep(${KEY}, u32(index), u32(uniforms.threshold)));
    if (4 * index < uniforms.size) { result[4 * index] = kept.x; }
    if (4 * index + 1 < uniforms.size) { result[4 * index + 1] = kept.y; }
    if (4 * index + 2 < uniforms.size) { result[4 * index + 2] = kept.z; }
    if (4 * index + 3 < uniforms.size) { result[4 * index + 3] = kept.w; }
  }`;

/** Makes TensorFlow.js know the kernels of random bits, which lib/compiler has too. */
export function registerRandomness(): void {
  register("FoldKey", ({ counter }: { counter: number[] }) => ({
    program: flatProgram({
      shaderKey: "fold-key",
      code: FOLD_KEY,
      inputs: ["Key"],
      outputShape: [2],
      threads: 1,
      uniforms: "first : i32, second : i32,",
    }),
    dtype: "int32",
    uniforms: counter.map((word) => word | 0),
  }));
  register("DropoutMask", ({ shape, rate }: { shape: number[]; rate: number }) => ({
    program: flatProgram({
      shaderKey: "dropout-mask",
      code: DROPOUT_MASK,
      inputs: ["Key"],
      outputShape: shape,
      threads: Math.ceil(tf.util.sizeFromShape(shape) / 4),
      uniforms: "threshold : i32,",
    }),
    dtype: "bool",
    uniforms: [dropoutThreshold(rate)],
  }));
}

function register<Attributes>(
  kernelName: string,
  of: (attributes: Attributes) => { program: WebGPUProgram; dtype: tf.DataType; uniforms: number[] },
): void {
  tf.registerKernel({
    kernelName,
    backendName: "webgpu",
    kernelFunc({ inputs, attrs, backend }) {
      const { program, dtype, uniforms } = of(attrs as Attributes);
      const data = uniforms.map((value) => ({ type: "int32", data: [value] }));
      return (backend as WebGPUBackend).runWebGPUProgram(program, [inputs.key!], dtype, data);
    },
  });
}
