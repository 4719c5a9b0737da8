import * as tf from "@tensorflow/tfjs-core";

/** Has the WebGPU backend call, for a kernel of its own, what `replace` makes of that one. */
export function replaceKernel(name: string, replace: (kernel: tf.KernelFunc) => tf.KernelFunc): void {
  const { kernelFunc, ...kernel } = tf.getKernel(name, "webgpu");
  tf.unregisterKernel(name, "webgpu");
  tf.registerKernel({ ...kernel, kernelFunc: replace(kernelFunc) });
}
