import * as tf from "@tensorflow/tfjs-core";
import { XlaBackend } from "./backend.ts";
import { registerGradients } from "./gradients.ts";
import { registerKernels } from "./kernels/register.ts";
import { openContext } from "./native/context.ts";

export const BACKEND_NAME = "xla";

/** Makes the compiler's backend the one that TensorFlow.js computes on. */
export async function startCompiler({ threads }: { threads?: number } = {}): Promise<void> {
  if (tf.findBackendFactory(BACKEND_NAME) === null) {
    const context = openContext(threads);
    registerGradients();
    registerKernels(BACKEND_NAME);
    tf.registerBackend(BACKEND_NAME, () => new XlaBackend(context), 0);
  }
  await tf.setBackend(BACKEND_NAME);
}
