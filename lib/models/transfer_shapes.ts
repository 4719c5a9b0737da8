import { gpt2Shapes } from "./gpt2.ts";
import type { Shapes } from "./parameters.ts";
import type { TransferConfig } from "./transfer.ts";

/** The shapes of a transfer model's parameters: of the input layer, the body (see `gpt2Shapes`) and the output layer. */
export function transferShapes({ input, body, classes, answers, answerPositions }: TransferConfig): Shapes {
  const { width } = body, size = classes * answers / answerPositions;
  return {
    ...input.kind === "tokens"
      ? { "input.weight": [input.vocabulary, width] }
      : { "input.weight": [input.width, width], "input.bias": [width] },
    ...gpt2Shapes(body),
    "output.weight": [width, size],
    "output.bias": [size],
  };
}
