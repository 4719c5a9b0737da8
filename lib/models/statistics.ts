import { normal } from "../random/arrays.ts";
import { fold, type Key } from "../random/key.ts";
import type { HostParameters, HostTensor } from "./parameters.ts";

/**
 * Random weights of which only the statistics are those of `parameters`: each tensor is drawn anew from the normal
 * distribution with the tensor's own mean and standard deviation (Lu et al., 2021, section 3.8: is it more than better
 * statistics that pretraining brings?). Random initialization draws the same numbers, with its own deviations.
 *
 * Each value depends only on the key, its parameter's name, and the two statistics.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { keyOf } from "../random/key.ts";
 * import { redrawn } from "./statistics.ts";
 *
 * const values = Float32Array.from({ length: 1000 }, (_, i) => 3 + i % 2);
 * const { bias } = redrawn({ bias: { shape: [1000], values } }, keyOf(0));
 * const mean = bias.values.reduce((sum, value) => sum + value / 1000, 0);
 * assert(Math.abs(mean - 3.5) < 0.1);
 * ```
 */
export function redrawn(parameters: HostParameters, key: Key): HostParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [name, {
      shape: tensor.shape,
      values: normal(fold(key, name), tensor.values.length, statisticsOf(tensor)),
    }]),
  );
}

/** Mean and standard deviation, those of the values themselves and not of what they might be a sample of. */
function statisticsOf({ values }: HostTensor): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
