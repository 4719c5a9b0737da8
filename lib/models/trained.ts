import type { Part, Setting } from "./settings.ts";

/** First match decides; the names are those of Hugging Face's GPT2Model and of the transfer model. */
const PARTS_BY_NAME: [RegExp, Part][] = [
  [/^input\./, "input"],
  [/^output\./, "output"],
  [/^wpe\./, "positions"],
  [/(^|\.)ln_\w+\./, "layerNorms"],
  [/\.attn\./, "attention"],
  [/\.mlp\./, "mlp"],
];

/**
 * The part of the transfer model to which a parameter belongs, as FPT's code tells them apart (`freeze_trans` in
 * universal_computation/fpt.py of kzl/universal-computation).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { partOf } from "./trained.ts";
 *
 * assert.equal(partOf("h.0.attn.c_attn.weight"), "attention");
 * assert.equal(partOf("ln_f.bias"), "layerNorms");
 * ```
 */
export function partOf(parameterName: string): Part {
  const found = PARTS_BY_NAME.find(([pattern]) => pattern.test(parameterName));
  if (found === undefined) {
    throw new Error(`Expected the name of a transfer model's parameter but found ${parameterName}`);
  }
  return found[1];
}

/** The names of the parameters that a setting trains, in the order of `parameters`. */
export function trainedNames(
  parameters: Record<string, unknown>,
  { trained }: Pick<Setting, "trained">,
): string[] {
  return Object.keys(parameters).filter((name) => trained.includes(partOf(name)));
}
