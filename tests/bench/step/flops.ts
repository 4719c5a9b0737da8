import { type Case, CLASSES, INPUT_WIDTH } from "./work.ts";

/**
 * The floating-point operations of a training step: those of its matrix products alone, two for each multiplication
 * with its addition, as if the whole square of attention and the last block at every position were computed. (One
 * that computes less gets its step done with fewer, and so seems to use more of the machine's peak.)
 *
 * A product x W costs as much forward as for the gradient of x, and as for that of W. The gradient of W is computed
 * where W is trained, that of x everywhere but at the inputs. A product of two activations has both gradients.
 */
export function flopsOfStep(
  { setting, tokens, batch }: Pick<Case, "setting" | "tokens" | "batch">,
  { layers, width }: { layers: number; width: number },
): number {
  const positions = batch * tokens;
  const input = 2 * positions * INPUT_WIDTH * width;
  const output = 2 * batch * width * CLASSES;
  const weights = layers * 2 * positions * 12 * width ** 2; // attention 3 + 1, MLP 4 + 4 times the width's square
  const attention = layers * 2 * 2 * positions * tokens * width; // scores and mixing
  return 2 * input + 3 * output + (setting === "frozen" ? 2 : 3) * weights + 3 * attention;
}
