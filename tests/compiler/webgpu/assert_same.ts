import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../../../lib/compiler/jit.ts";
import { values } from "./on_webgpu.ts";

/** Numbers from 0.5 to 2, different for each seed. */
export const numbers = (shape: number[], seed: number) => tf.randomUniform(shape, 0.5, 2, "float32", seed);

/** Asserts that a function gives when recorded, twice, what it gives operation by operation. */
export async function assertSame(
  fn: (...tensors: tf.Tensor[]) => tf.Tensor | tf.Tensor[],
  tensors: tf.Tensor[],
) {
  const eager = (await Promise.all([fn(...tensors)].flat().map(values))).flat();
  const recorded = jit(fn);
  for (let call = 0; call < 2; call++) {
    const found = await Promise.all([recorded(...tensors)].flat().map(values));
    found.flat().forEach((value, i) => {
      // The same operations on single floats, but for contractions to fma: a few of their last bits.
      const expected = eager[i];
      assert(
        Object.is(value, expected) ||
          Number.isFinite(expected) &&
            Math.abs(value - expected) <= 1e-5 * Math.max(1, Math.abs(expected)),
        `${value}, not ${expected}`,
      );
    });
  }
  recorded.dispose();
}
