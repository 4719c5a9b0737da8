import type { WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import type * as tf from "@tensorflow/tfjs-core";
import type { Binding, Code } from "./expression.ts";

/** What TensorFlow.js's backend asks of any program that has the text of expressions in it; `wgsl` is all of it. */
export function programOf({ bindings, functions }: Code, wgsl: string) {
  const code = `${functions}\n${wgsl}`;
  return {
    shaderKey: code,
    getUserCode: () => code,
    variableNames: bindings.map((_, place) => `X${place}`),
    variableComponents: bindings.map(({ width }) => width),
    dispatchLayout: { x: [0] },
  } satisfies Partial<WebGPUProgram>;
}

/** What a program reads. */
export function inputsOf(bindings: readonly Binding[]): tf.TensorInfo[] {
  return bindings.map(({ leaf: { dataId, dtype, size } }) => ({ dataId, dtype, shape: [size] }));
}
