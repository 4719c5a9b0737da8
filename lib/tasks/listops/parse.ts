import { UserError } from "../../errors.ts";
import { CLOSE, FIRST_DIGIT, FIRST_OPERATOR, OPERATORS } from "./symbols.ts";

const WORDS = new Map(OPERATORS.map((name, i) => [`[${name}`, FIRST_OPERATOR + i]));

/**
 * The symbols of an expression written as text, its words parted by spaces. Parentheses, with which Long Range
 * Arena marks the structure of its trees, are dropped; nothing else is.
 *
 * @returns Ids as in {@linkcode SYMBOLS}.
 * @throws {UserError} If a word is not a symbol of ListOps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parse } from "./parse.ts";
 *
 * assert.deepEqual(parse("( ( ( [MAX 4 ) 0 ) ] )"), Uint8Array.of(12, 5, 1, 15));
 * ```
 */
export function parse(text: string): Uint8Array<ArrayBuffer> {
  const symbols = new Uint8Array(text.length);
  let count = 0;
  // Characters are compared one by one because splitting LRA's 300 million words would take most of a minute.
  for (let start = 0; start < text.length;) {
    if (text[start] === " ") {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < text.length && text[end] !== " ") end++;
    const code = text.charCodeAt(start);
    if (end === start + 1 && code >= 48 && code <= 57) symbols[count++] = FIRST_DIGIT + code - 48;
    else if (end === start + 1 && code === 93) symbols[count++] = CLOSE;
    else if (!(end === start + 1 && (code === 40 || code === 41))) {
      const word = text.slice(start, end);
      const symbol = WORDS.get(word);
      if (symbol === undefined) {
        throw new UserError(
          `Expected a digit, one of ${[...WORDS.keys()].join(", ")}, or "]" but found ${
            JSON.stringify(word)
          }`,
        );
      }
      symbols[count++] = symbol;
    }
    start = end;
  }
  return symbols.slice(0, count);
}
