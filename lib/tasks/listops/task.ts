import { checkIndices } from "../check_indices.ts";
import type { ExampleTask } from "../example.ts";
import type { Split } from "../task.ts";
import { type Expressions, symbolsOf } from "./expressions.ts";
import { SYMBOLS, toText } from "./symbols.ts";

const LENGTH_STEP = 128;

/**
 * ListOps: the model reads an expression symbol by symbol and answers with its value. All 15 symbols are kept,
 * the closing bracket too, and no expression is cut, as Rothermel et al. (2021) repaired what FPT's loader did
 * (`datasets/helpers/listops.py` of kzl/universal-computation, whose tokenizer keeps what is alphanumeric).
 *
 * The answer is read from the last symbol, where FPT's code reads the last place of a sequence that is padded to one
 * length; whether Rothermel et al. did is not stated.
 *
 * The sequences of a batch are padded on the right, with symbol 0, to the next multiple of 128 symbols, or to
 * `length` where that is less: few different shapes, and little computed in vain.
 *
 * @param length Longer than every expression.
 */
export function listopsTask(splits: Record<Split, Expressions>, length: number): ExampleTask {
  const sizes = {
    train: splits.train.values.length,
    validation: splits.validation.values.length,
    test: splits.test.values.length,
  };
  return {
    name: "listops",
    title: "ListOps",
    input: { kind: "tokens", vocabulary: SYMBOLS.length },
    length,
    classes: 10,
    answers: 1,
    answerPositions: 1,
    sizes,
    batch(split, indices) {
      checkIndices(sizes, split, indices);
      const sequences = Array.from(indices, (index) => symbolsOf(splits[split], index));
      const lengths = Int32Array.from(sequences, (symbols) => symbols.length);
      const longest = lengths.reduce((longest, length) => Math.max(longest, length), 0);
      const padded = Math.min(Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP, length);
      const inputs = new Int32Array(sequences.length * padded);
      for (const [i, symbols] of sequences.entries()) inputs.set(symbols, i * padded);
      const labels = Int32Array.from(indices, (index) => splits[split].values[index]);
      return { inputs, shape: [sequences.length, padded], lengths, labels };
    },
    example(split, index) {
      checkIndices(sizes, split, [index]);
      const answer = String(splits[split].values[index]);
      return { kind: "text", text: toText(symbolsOf(splits[split], index)), answer };
    },
  };
}
