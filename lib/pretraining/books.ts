import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { sha256OfData } from "../files/integrity.ts";
import { makeDirectory, writeAtomically } from "../files/json.ts";
import { readTextFile } from "../files/read.ts";
import type { PretrainingRecord } from "./record.ts";

/** The public-domain books that weights/pocket has learned from. */
export const BOOKS = {
  repository: "https://github.com/mlschmitt/classic-books-markdown",
  commit: "944882722e9a96fa6cf2739dc2ea757e101f412f",
} as const;

/** Characters that are written in ASCII, so that bytes are letters as often as possible. */
const PLAIN: Record<string, string> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u2013": "-",
  "\u2014": "--",
  "\u2026": "...",
  "\ufeff": "",
};
const ODD = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");
const BETWEEN = "\n\n\0\n\n";

/**
 * A book as weights/pocket has read it: straight quotes, ASCII dashes and dots, line feeds, no empty lines or spaces in
 * a row, none at its ends.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { plainBook } from "./books.ts";
 *
 * assert.equal(plainBook("\u201cCall  me\r\n\r\n\r\nIshmael\u2026\u201d\n"), '"Call me\n\nIshmael..."');
 * ```
 */
export function plainBook(markdown: string): string {
  return markdown
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(ODD, (character) => PLAIN[character])
    .replaceAll(/[ \t\u00a0]+/g, " ")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/**
 * Writes the text that a record tells of, books-train.txt, books-valid.txt and titles.txt, from the books that it names.
 *
 * @param clone A folder with the files of {@linkcode BOOKS}' repository, an <author>/<title>.md for each book.
 * @param directory Where the files are written.
 * @returns Their paths.
 * @throws {UserError} If the record names no books, a book is missing, or what was written has another SHA-256 than the record says.
 */
export async function writeBooks(
  clone: string,
  directory: string,
  { titles, files }: Pick<PretrainingRecord, "titles" | "files">,
): Promise<string[]> {
  await makeDirectory(directory);
  const books = titles.map((line) => line.split("\t") as [split: string, title: string]);
  const paths = [];
  for (const [split, use] of [["train", "train"], ["valid", "validation"]]) {
    const ours = books.filter(([of]) => of === split);
    if (ours.length === 0) {
      throw new UserError(
        `Expected a record that names books for ${use} but found none: \`git checkout -- weights/pocket\` brings back ` +
          "that of the shipped model",
      );
    }
    const text = (await Promise.all(ours.map(([, title]) => readBook(clone, title)))).join(BETWEEN);
    const bytes = new TextEncoder().encode(text), path = join(directory, `books-${split}.txt`);
    const expected = files.find((file) => file.use === use)?.sha256;
    const found = sha256OfData(bytes);
    if (found !== expected) {
      throw new UserError(
        `Expected ${ours.length} books of SHA-256 ${expected} for ${path} but found ${found}: check out ` +
          `${BOOKS.commit} in ${clone}`,
      );
    }
    await writeAtomically(path, bytes);
    paths.push(path);
  }
  const names = join(directory, "titles.txt");
  await writeAtomically(names, titles.join("\n") + "\n");
  return [...paths, names];
}

async function readBook(clone: string, title: string): Promise<string> {
  const path = join(clone, `${title}.md`);
  if (existsSync(path)) return plainBook(await readTextFile(path, "a book"));
  throw new UserError(
    `Expected the book ${path} but found none: \`git clone ${BOOKS.repository}\` brings it, and ` +
      `\`git checkout ${BOOKS.commit}\` there the edition that was read`,
  );
}
