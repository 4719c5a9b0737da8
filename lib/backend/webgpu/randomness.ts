import { webgpu_util, type WebGPUBackend, type WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { dropoutThreshold } from "../../random/bits.ts";
import { PARITY, ROTATIONS } from "../../random/threefry.ts";

/** The rounds of Threefry-2x32 in WGSL, four by four. */
const ROUNDS = [0, 1, 2, 3, 4].flatMap((group) => [
  ...ROTATIONS[group % 2].map((by) => `x.x += x.y; x.y = ((x.y << ${by}u) | (x.y >> ${32 - by}u)) ^ x.x;`),
  `x += vec2u(keys[${(group + 1) % 3}], keys[${(group + 2) % 3}] + ${group + 1}u);`,
]);

/** `threefry2x32` of lib/random. */
const THREEFRY = `
  fn threefry(key : vec2u, counter : vec2u) -> vec2u {
    let keys = array(key.x, key.y, key.x ^ key.y ^ ${PARITY}u);
    var x = counter + key;
    ${ROUNDS.join("\n    ")}
    return x;
  }`;

const KEY = "bitcast<vec2u>(vec2i(Key[0], Key[1]))";

/** `fold` of lib/random. */
const FOLD_KEY = `${THREEFRY}
  fn main(index : i32) {
    if (index > 0) { return; }
    let folded = bitcast<vec2i>(threefry(${KEY}, bitcast<vec2u>(vec2i(uniforms.first, uniforms.second))));
    result[0] = folded.x;
    result[1] = folded.y;
  }`;

/** `dropoutMask` of lib/random: each thread has a block of 64 bits for four values. */
const DROPOUT_MASK = `${THREEFRY}
  fn main(index : i32) {
    let bits = threefry(${KEY}, vec2u(u32(index), 0u));
    let lanes = array(bits.x & 0xffffu, bits.x >> 16u, bits.y & 0xffffu, bits.y >> 16u);
    let threshold = u32(uniforms.threshold);
    if (4 * index < uniforms.size) { result[4 * index] = i32(lanes[0] >= threshold); }
    if (4 * index + 1 < uniforms.size) { result[4 * index + 1] = i32(lanes[1] >= threshold); }
    if (4 * index + 2 < uniforms.size) { result[4 * index + 2] = i32(lanes[2] >= threshold); }
    if (4 * index + 3 < uniforms.size) { result[4 * index + 3] = i32(lanes[3] >= threshold); }
  }`;

/** Makes TensorFlow.js know the kernels of random bits, which lib/compiler has too. */
export function registerRandomness(): void {
  register("FoldKey", ({ counter }: { counter: number[] }) => ({
    program: programOf("fold-key", FOLD_KEY, [2], 1, "first : i32, second : i32,"),
    dtype: "int32",
    uniforms: counter.map((word) => word | 0),
  }));
  register("DropoutMask", ({ shape, rate }: { shape: number[]; rate: number }) => ({
    program: programOf(
      "dropout-mask",
      DROPOUT_MASK,
      shape,
      Math.ceil(tf.util.sizeFromShape(shape) / 4),
      "threshold : i32,",
    ),
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

function programOf(
  shaderKey: string,
  code: string,
  outputShape: number[],
  threads: number,
  uniforms: string,
): WebGPUProgram {
  const workgroupSize: [number, number, number] = [64, 1, 1], dispatchLayout = { x: [0] };
  return {
    shaderKey,
    getUserCode: () => code,
    variableNames: ["Key"],
    outputShape,
    uniforms,
    size: true,
    workgroupSize,
    dispatchLayout,
    dispatch: webgpu_util.computeDispatch(dispatchLayout, [threads], workgroupSize),
  };
}
