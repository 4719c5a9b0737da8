import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../../errors.ts";
import type { Kernel, XlaBackend } from "../backend.ts";
import { convolution } from "./convolution.ts";
import { creation } from "./creation.ts";
import { elementwise } from "./elementwise.ts";
import { images } from "./images.ts";
import { indexing } from "./indexing.ts";
import { products } from "./products.ts";
import { randomness } from "./randomness.ts";
import { reductions } from "./reductions.ts";
import { shapes } from "./shapes.ts";

/** Every kernel of the backend by the name that TensorFlow.js gives it. */
export const KERNELS: Record<string, Kernel> = {
  ...convolution,
  ...creation,
  ...elementwise,
  ...images,
  ...indexing,
  ...products,
  ...randomness,
  ...reductions,
  ...shapes,
};

/** Makes the kernels known to TensorFlow.js; one that is missing throws an error that says where it belongs. */
export function registerKernels(backendName: string): void {
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => (backend as XlaBackend).run(kernel, inputs, attrs),
    });
  }
  for (
    const kernelName of Object.entries(tf).filter(([name, value]) => name === value).map(([name]) => name)
  ) {
    if (kernelName in KERNELS) continue;
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: () => {
        throw new UserError(
          `Expected a kernel that the backend '${backendName}' has but found '${kernelName}': ` +
            "add it to lib/compiler/kernels, or use other operations",
        );
      },
    });
  }
}
