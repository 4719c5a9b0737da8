import { createReadStream } from "node:fs";
import { open, rename } from "node:fs/promises";
import { createInterface } from "node:readline";
import { UserError } from "../../errors.ts";
import { cannotWrite } from "../../files/cannot_write.ts";
import { cannotRead } from "../../files/read.ts";
import { withTemporary } from "../../files/temporary.ts";
import { type Expressions, ExpressionsBuilder, symbolsOf } from "./expressions.ts";
import { parse } from "./parse.ts";
import { CLOSE, FIRST_OPERATOR, SYMBOLS } from "./symbols.ts";

const HEADER = "Source\tTarget";

/**
 * Reads a file of Long Range Arena's ListOps, as `basic_train.tsv`: tab-separated columns Source (an expression,
 * with or without parentheses) and Target (its value).
 *
 * @param maximumLength Expressions must have fewer symbols than this.
 * @throws {UserError} If the file is missing or malformed, or a target is not the value of its expression; names
 * file and line.
 */
export async function readTsv(path: string, maximumLength = Infinity): Promise<Expressions> {
  const expressions = new ExpressionsBuilder(), input = createReadStream(path);
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line++;
      if (line > 1) addRow(text, expressions, maximumLength);
      else if (text !== HEADER) {
        throw new UserError(`Expected the columns ${JSON.stringify(HEADER)} but found ${quote(text)}`);
      }
    }
    if (expressions.count === 0) throw new UserError("Expected at least one expression but found none");
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${path}:${Math.max(line, 1)}: ${error.message}`);
    if ((error as { code?: string }).code !== "ENOENT") throw cannotRead(path, error as Error);
    throw new UserError(
      `Expected a file of Long Range Arena's ListOps but found none at ${path}: put it there, or leave out the ` +
        "task's directory to have expressions generated",
    );
  } finally {
    input.destroy(); // lines that are not asked for leave it open
  }
  return expressions.build();
}

/** How many rows such a file has, whatever they hold. */
export async function countRows(path: string): Promise<number> {
  let lines = 0;
  for await (const _ of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) lines++;
  return Math.max(lines - 1, 0);
}

function addRow(text: string, expressions: ExpressionsBuilder, maximumLength: number): void {
  const columns = text.split("\t");
  if (columns.length !== 2) {
    throw new UserError(`Expected two columns parted by a tab but found ${columns.length} in ${quote(text)}`);
  }
  const [source, target] = columns;
  const symbols = parse(source);
  if (symbols.length >= maximumLength) {
    throw new UserError(
      `Expected fewer symbols than maximumLength, ${maximumLength}, but found ${symbols.length}: ` +
        `raise maximumLength`,
    );
  }
  const value = expressions.add(symbols);
  if (target !== String(value)) {
    throw new UserError(`Expected the target ${value}, the expression's value, but found ${quote(target)}`);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

/**
 * Writes expressions to a file as Long Range Arena does, byte for byte: with its parentheses, and with the line
 * ends of Python's csv module.
 *
 * @throws {CannotWrite} If the disk is full, say.
 */
export async function writeTsv(path: string, expressions: Expressions): Promise<void> {
  await withTemporary(path, async (temporary) => {
    const file = await open(temporary, "wx");
    try {
      await file.write(`${HEADER}\r\n`);
      for (let start = 0; start < expressions.values.length; start += 200) {
        const end = Math.min(start + 200, expressions.values.length);
        let rows = "";
        for (let i = start; i < end; i++) {
          rows += `${withParentheses(symbolsOf(expressions, i))}\t${expressions.values[i]}\r\n`;
        }
        await file.write(rows);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }).catch((error) => {
    throw cannotWrite(path, error);
  });
}

/**
 * An expression as Long Range Arena writes it. Its trees are nested pairs, (((operator, first), second), "]"), each
 * of them written as `( left right )`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parse } from "./parse.ts";
 * import { withParentheses } from "./tsv.ts";
 *
 * assert.equal(withParentheses(parse("[MAX 4 0 ]")), "( ( ( [MAX 4 ) 0 ) ] )");
 * ```
 */
export function withParentheses(symbols: Uint8Array): string {
  const pairs = pairsOf(symbols);
  const words: string[] = [];
  let depth = 0;
  for (let i = 0; i < symbols.length; i++) {
    const symbol = symbols[i];
    if (symbol >= FIRST_OPERATOR && symbol < CLOSE) {
      for (let pair = 0; pair < pairs[i]; pair++) words.push("(");
      words.push(SYMBOLS[symbol]);
      depth++;
      continue;
    }
    // A closing bracket ends its own pair, and then, as a digit does, the pair in which its value is an argument.
    words.push(SYMBOLS[symbol]);
    if (symbol === CLOSE) {
      words.push(")");
      depth--;
    }
    if (depth > 0) words.push(")");
  }
  return words.join(" ");
}

/** For each operator, how many pairs it opens: one for each argument and one for its closing bracket. */
function pairsOf(symbols: Uint8Array): Uint32Array {
  const pairs = new Uint32Array(symbols.length);
  const operators: number[] = [];
  for (let i = 0; i < symbols.length; i++) {
    const symbol = symbols[i];
    if (symbol >= FIRST_OPERATOR && symbol < CLOSE) operators.push(i);
    else {
      if (symbol === CLOSE) pairs[operators.pop()!]++;
      if (operators.length > 0) pairs[operators[operators.length - 1]]++;
    }
  }
  return pairs;
}
