/** The operators of ListOps, in the order of their ids. */
export const OPERATORS = ["MIN", "MAX", "MED", "SM"] as const;

/**
 * The id of each symbol is its place in this list. 0 is reserved for padding; the 15 symbols are the ten digits,
 * the four operators with their opening brackets, and the closing bracket.
 */
export const SYMBOLS = ["", ..."0123456789", ...OPERATORS.map((name) => `[${name}`), "]"] as const;

export const FIRST_DIGIT = 1;
export const FIRST_OPERATOR = 11;
export const CLOSE = 15;

/**
 * An expression as text, its symbols parted by spaces.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { toText } from "./symbols.ts";
 *
 * assert.equal(toText(Uint8Array.of(12, 5, 1, 15)), "[MAX 4 0 ]");
 * ```
 */
export function toText(symbols: Uint8Array): string {
  return Array.from(symbols, (symbol) => SYMBOLS[symbol]).join(" ");
}
