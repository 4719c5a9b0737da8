import type { Part } from "./settings.ts";
import type { TransferConfig } from "./transfer.ts";

/**
 * The floating-point operations of a forward pass over `examples` sequences: those of its matrix products alone, two
 * for each multiplication with its addition, as if the whole square of attention and the last block at every
 * position were computed, and sequences were no shorter than `body.positions`. An embedding of tokens counts as nothing.
 */
export function forwardFlops(model: TransferConfig, examples: number): number {
  return products(model, examples).reduce((sum, { flops }) => sum + flops, 0);
}

/**
 * The floating-point operations of a gradient step that trains `trained`: those of {@linkcode forwardFlops}, and of
 * the gradients that are needed.
 *
 * A product x W costs as much forward as for the gradient of x, and as for that of W. The gradient of W is needed
 * where W is trained, that of x where anything in front of the product is. A product of two activations, as in
 * attention, has both gradients or none. What is trained thus counts by how deep the gradient must go: the output
 * layer alone needs no gradient of the body.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gpt2Preset } from "./config.ts";
 * import { forwardFlops, stepFlops } from "./flops.ts";
 * import { PARTS } from "./settings.ts";
 *
 * const model = {
 *   body: { ...gpt2Preset("gpt2"), positions: 64 },
 *   input: { kind: "vectors", width: 48 } as const,
 *   ...{ classes: 10, answers: 1, answerPositions: 1 },
 * };
 * const ratio = stepFlops(model, PARTS, 8) / forwardFlops(model, 8);
 * assert(ratio > 2.99 && ratio <= 3); // nothing in front of the input layer needs a gradient
 * ```
 */
export function stepFlops(model: TransferConfig, trained: readonly Part[], batchSize: number): number {
  let flops = 0, reached = false;
  for (const { part, flops: forward, kind, behind } of products(model, batchSize)) {
    reached ||= behind.some((part) => trained.includes(part));
    const own = part !== null && trained.includes(part);
    flops += forward;
    if (kind === "activations") flops += reached ? 2 * forward : 0;
    else flops += (own ? forward : 0) + (reached ? forward : 0);
    reached ||= own;
  }
  return flops;
}

/** A matrix product of the forward pass. */
interface Product {
  /** What its weights belong to; null for a product of two activations. */
  part: Part | null;
  kind: "weights" | "activations";
  flops: number;
  /** What acts between the product before it and this one. */
  behind: Part[];
}

/** The products in the order in which they are computed. */
function products({ body, input, classes, answers }: TransferConfig, examples: number): Product[] {
  const { layers, width, mlpWidth, positions: length } = body;
  const positions = examples * length;
  const weights = (part: Part, from: number, to: number, behind: Part[] = [], rows = positions): Product => (
    { part, kind: "weights", flops: 2 * rows * from * to, behind }
  );
  const mixing: Product = {
    part: null,
    kind: "activations",
    flops: 2 * 2 * positions * length * width, // scores, and what they mix
    behind: [],
  };
  const block = (first: boolean): Product[] => [
    weights("attention", width, 3 * width, first ? ["input", "positions", "layerNorms"] : ["layerNorms"]),
    mixing,
    weights("attention", width, width),
    weights("mlp", width, mlpWidth, ["layerNorms"]),
    weights("mlp", mlpWidth, width),
  ];
  return [
    ...input.kind === "vectors" ? [weights("input", input.width, width)] : [],
    ...Array.from({ length: layers }, (_, i) => block(i === 0)).flat(),
    weights("output", width, classes * answers, ["layerNorms"], examples),
  ];
}
