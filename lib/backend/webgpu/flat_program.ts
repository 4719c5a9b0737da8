import { webgpu_util, type WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";

/** A program whose threads, numbered from zero, are told apart by `index` alone; `uniforms.size` is that of its result. */
export function flatProgram(
  { threads, uniforms, ...given }: {
    shaderKey: string;
    /** WGSL with a function `main(index : i32)`. */
    code: string;
    /** The variables' names in WGSL. */
    inputs: string[];
    outputShape: number[];
    threads: number;
    uniforms?: string;
  },
): WebGPUProgram {
  const workgroupSize: [number, number, number] = [64, 1, 1], dispatchLayout = { x: [0] };
  return {
    shaderKey: given.shaderKey,
    getUserCode: () => given.code,
    variableNames: given.inputs,
    outputShape: given.outputShape,
    uniforms,
    size: true,
    workgroupSize,
    dispatchLayout,
    dispatch: webgpu_util.computeDispatch(dispatchLayout, [threads], workgroupSize),
  };
}
