import { evaluate } from "../tasks/listops/evaluate.ts";
import { CLOSE, FIRST_DIGIT, FIRST_OPERATOR } from "../tasks/listops/symbols.ts";
import type { Labelled } from "./labelled.ts";
import { mostFrequent } from "./majority.ts";
import type { Rule } from "./rule.ts";

/*
 * Rules for ListOps that do without what the task is about, the nesting of expressions. Their inputs are symbols with
 * ids as in SYMBOLS of lib/tasks/listops.
 */

/**
 * Gives the most frequent answer that expressions with the same first symbol, which is the outermost operator, have
 * among `examples`; where none begins so, the most frequent answer of all.
 */
export function firstOperator(examples: Iterable<Labelled>, classes: number): Rule {
  const all = Array.from(examples, ({ inputs: [first], labels }) => ({ first, labels }));
  const answersOf = (some: typeof all) => mostFrequent(some.map(({ labels }) => labels), classes);
  const byFirst = Map.groupBy(all, ({ first }) => first), otherwise = answersOf(all);
  const answers = new Map([...byFirst].map(([first, some]) => [first, answersOf(some)]));
  return ([first]) => answers.get(first) ?? otherwise;
}

/**
 * Applies the outermost operator to all digits of the expression, as if no operator stood within it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parse } from "../tasks/listops/parse.ts";
 * import { allDigits } from "./listops_rules.ts";
 *
 * assert.deepEqual(allDigits(Int32Array.from(parse("[MAX 4 [MIN 9 2 ] 0 ]"))), [9]);
 * ```
 */
export const allDigits: Rule = (inputs) => [valueOf(inputs[0], [...inputs].filter(isDigit))];

/**
 * Applies the outermost operator to the digits among its own arguments, as if it had no others; where it has no digits,
 * `otherwise` answers.
 */
export function ownDigits(otherwise: Rule): Rule {
  return (inputs) => {
    const digits = digitsOutside(inputs);
    return digits.length === 0 ? otherwise(inputs) : [valueOf(inputs[0], digits)];
  };
}

/** The digits of an expression that stand within no operator but the first. */
function digitsOutside(inputs: Labelled["inputs"]): number[] {
  const digits: number[] = [];
  let depth = 0;
  for (const symbol of inputs) {
    if (isDigit(symbol)) {
      if (depth <= 1) digits.push(symbol);
    } else depth += symbol === CLOSE ? -1 : 1;
  }
  return digits;
}

/** The value of one operator on digits; an expression of a single digit has no operator, and that digit's value. */
function valueOf(first: number, digits: readonly number[]): number {
  return evaluate(isDigit(first) ? Uint8Array.of(first) : Uint8Array.of(first, ...digits, CLOSE));
}

function isDigit(symbol: number): boolean {
  return symbol >= FIRST_DIGIT && symbol < FIRST_OPERATOR;
}
