import { UserError } from "../../errors.ts";
import { SYMBOLS } from "./symbols.ts";

const DROPPED = -1;
const IDS = new Map<string, number>([
  ...SYMBOLS.slice(1).map((symbol, i) => [symbol, i + 1] as const),
  ["(", DROPPED],
  [")", DROPPED],
]);

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
  // One pass, because splitting first would make an array of the 300 million words of LRA's files.
  for (let start = 0, end; start < text.length; start = end + 1) {
    end = text.indexOf(" ", start);
    if (end < 0) end = text.length;
    if (start === end) continue;
    const id = IDS.get(text.slice(start, end));
    if (id === undefined) {
      const found = JSON.stringify(text.slice(start, end));
      throw new UserError(`Expected one of ${SYMBOLS.slice(1).join(" ")} but found ${found}`);
    }
    if (id !== DROPPED) symbols[count++] = id;
  }
  return symbols.slice(0, count);
}
