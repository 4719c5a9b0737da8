/**
 * A text as one word of a shell's command.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { shellWord } from "./shell_word.ts";
 *
 * assert.deepEqual(["../books", "my books", "Alice's"].map(shellWord), ["../books", "'my books'", "'Alice'\\''s'"]);
 * ```
 */
export function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
