import { UserError } from "../../errors.ts";
import { CLOSE, FIRST_DIGIT, FIRST_OPERATOR, OPERATORS } from "./symbols.ts";

/**
 * The value of an expression, from 0 to 9, as Long Range Arena defines it: the median of an even count is the
 * mean of the two middle values without its fraction; SM is the sum modulo 10.
 *
 * Goes through the symbols once without recursion, so no depth of nesting is too much.
 *
 * Source: `to_value` in lra_benchmarks/data/listops.py (Tay et al., 2021, arXiv:2011.04006); the task is from
 * Nangia and Bowman (2018, arXiv:1804.06028).
 *
 * @param symbols Ids as in {@linkcode SYMBOLS}.
 * @throws {UserError} If `symbols` is not exactly one expression.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { evaluate } from "./evaluate.ts";
 * import { parse } from "./parse.ts";
 *
 * assert.equal(evaluate(parse("[MAX 4 [MED 1 2 5 6 ] 0 ]")), 4);
 * ```
 */
export function evaluate(symbols: Uint8Array): number {
  const values = new Uint8Array(symbols.length);
  const operators: { name: typeof OPERATORS[number]; firstArgument: number }[] = [];
  let count = 0;
  for (let i = 0; i < symbols.length; i++) {
    const symbol = symbols[i];
    if (i > 0 && operators.length === 0) {
      throw new UserError(`Expected one expression but found more symbols after its end`);
    }
    if (symbol < FIRST_OPERATOR) values[count++] = symbol - FIRST_DIGIT;
    else if (symbol < CLOSE) {
      operators.push({ name: OPERATORS[symbol - FIRST_OPERATOR], firstArgument: count });
    } else {
      const operator = operators.pop();
      if (operator === undefined) throw new UserError(`Expected an operator or a digit but found "]"`);
      const { name, firstArgument } = operator;
      if (count === firstArgument) throw new UserError(`Expected [${name} to have arguments but found none`);
      values[firstArgument] = apply(name, values, firstArgument, count);
      count = firstArgument + 1;
    }
  }
  if (operators.length > 0) {
    throw new UserError(`Expected "]" for each operator but found ${operators.length} too few`);
  }
  if (count === 0) throw new UserError(`Expected an expression but found nothing`);
  return values[0];
}

/** `name` of the digits from place `start` to before `end`. */
function apply(name: typeof OPERATORS[number], values: Uint8Array, start: number, end: number): number {
  if (name === "MED") return median(values, start, end);
  let result = values[start];
  for (let i = start + 1; i < end; i++) {
    if (name === "SM") result += values[i];
    else if (name === "MIN" ? values[i] < result : values[i] > result) result = values[i];
  }
  return result % 10;
}

/** By counting, because sorting would take most of the time of making a data set. */
function median(values: Uint8Array, start: number, end: number): number {
  const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = start; i < end; i++) counts[values[i]]++;
  const low = Math.floor((end - start - 1) / 2), high = Math.floor((end - start) / 2);
  let lower = -1;
  for (let digit = 0, seen = 0;; digit++) {
    seen += counts[digit];
    if (lower < 0 && seen > low) lower = digit;
    if (seen > high) return Math.floor((lower + digit) / 2);
  }
}
