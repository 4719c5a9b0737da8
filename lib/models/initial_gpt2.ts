import { normal } from "../random/arrays.ts";
import { fold, type Key } from "../random/key.ts";
import type { Gpt2Config } from "./config.ts";
import { gpt2Shapes } from "./gpt2.ts";
import { type HostParameters, type HostTensor, sizeOf } from "./parameters.ts";

/** A tensor filled with one number. */
export function filled(shape: number[], value: number): HostTensor {
  return { shape, values: new Float32Array(sizeOf(shape)).fill(value) };
}

/**
 * The random weights of a GPT-2's body: normal with standard deviation `initializerRange` (0.02); biases 0; layer norms
 * 1 and 0. Each value depends only on the key, its parameter's name, and its place in the parameter.
 *
 * @param residualScaling Divides the deviation by sqrt(2 x layers) for the projections that end in a residual connection
 * (Radford et al., 2019, section 2.3). Hugging Face's GPT2PreTrainedModel does so since pull request 13573 of September
 * 2021, and did not before.
 */
export function initialBody(config: Gpt2Config, key: Key, { residualScaling = true } = {}): HostParameters {
  const tensors = Object.entries(gpt2Shapes(config)).map(([name, shape]) => {
    if (name.endsWith(".bias")) return [name, filled(shape, 0)];
    if (/(^|\.)ln_\w+\.weight$/.test(name)) return [name, filled(shape, 1)];
    const shrink = residualScaling && name.endsWith("c_proj.weight") ? Math.sqrt(2 * config.layers) : 1;
    const values = normal(fold(key, name), sizeOf(shape), { deviation: config.initializerRange / shrink });
    return [name, { shape, values }];
  });
  return Object.fromEntries(tensors);
}

/** The random weights of a GPT-2 with its token embedding, `wte.weight` [vocabulary, width]. */
export function initialGpt2(config: Gpt2Config, key: Key): HostParameters {
  const shape = [config.vocabulary, config.width];
  const values = normal(fold(key, "wte.weight"), sizeOf(shape), { deviation: config.initializerRange });
  return { "wte.weight": { shape, values }, ...initialBody(config, key) };
}
