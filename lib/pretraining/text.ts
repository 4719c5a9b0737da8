import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { UserError } from "../errors.ts";
import { sha256OfData } from "../files/integrity.ts";
import { readBytes, readTextFile } from "../files/read.ts";

/** Text for a language model whose tokens are bytes. */
export interface Text {
  train: Uint8Array;
  validation: Uint8Array;
  /** What the text was read from, with what it was used for. */
  files: { name: string; use: "train" | "validation" | "both"; bytes: number; sha256: string }[];
  /** What the text is made of: the lines of the folder's titles.txt; none if it has none. */
  titles: string[];
  /** What the folder's README.md says of the text; null if it has none. */
  about: string | null;
}

/** What stands between two texts, and before the first. */
export const SEPARATOR = 0;

/** The share of the bytes, from the end, that is kept for validation where no file is named for it. */
const VALIDATION_SHARE = 0.01;

// These say what the text is; they are not text themselves.
const ABOUT = "README.md", TITLES = "titles.txt";

const NAME = /\.(txt|md)(\.gz)?$/;
const HELD = /(^|[^a-z])val(id(ation)?)?[^a-z]/i;

/**
 * Reads a text file, or all of a folder in the order of their names: .txt and .md, also with .gz. Files with the
 * word "val", "valid" or "validation" in their names, such as valid.txt or books-val.txt.gz, are for validation; if there
 * are none, the last hundredth of the bytes is.
 *
 * README.md and titles.txt in a folder are taken for what is said of the text.
 *
 * @param length The fewest bytes that each part must have.
 * @throws {UserError} If there is no such file, none in the folder, or too little in them.
 */
export async function readText(path: string, length: number): Promise<Text> {
  const found = await Promise.all((await textFiles(path)).map(async (file) => {
    const bytes = await unpackedBytes(file);
    const sha256 = sha256OfData(bytes);
    return { name: basename(file), bytes, sha256, held: HELD.test(basename(file)) };
  }));
  const join = (held: boolean) =>
    joined(found.filter((file) => file.held === held).map(({ bytes }) => bytes));
  const all = join(false), named = join(true);
  const cut = all.length - Math.ceil(VALIDATION_SHARE * all.length);
  const [train, validation] = named.length > 0 ? [all, named] : [all.subarray(0, cut), all.subarray(cut)];
  for (const [use, { length: size }] of [["training", train], ["validation", validation]] as const) {
    if (size > length) continue;
    throw new UserError(
      `Expected more than ${length} bytes of text for ${use} in ${path} but found ${size}: add text, or train on ` +
        "shorter examples with --length",
    );
  }
  const use = (held: boolean) => named.length === 0 ? "both" : held ? "validation" : "train";
  const files = found.map(({ name, bytes, sha256, held }) => ({
    name,
    use: use(held),
    bytes: bytes.length,
    sha256,
  }));
  const about = await beside(path, ABOUT), titles = await beside(path, TITLES);
  return {
    train,
    validation,
    files: files as Text["files"],
    titles: titles?.split("\n").filter((line) => line !== "") ?? [],
    about,
  };
}

async function textFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new UserError(`Expected a text file or a folder of text files at ${path} but found none`);
  }
  if (!found.isDirectory()) return [path];
  const files = (await readdir(path, { withFileTypes: true })).filter((entry) => !entry.isDirectory());
  const names = files.map(({ name }) => name).filter((name) => NAME.test(name)).sort();
  const texts = names.filter((name) => ![ABOUT, TITLES].includes(name));
  if (texts.length === 0) {
    throw new UserError(
      `Expected .txt, .md, .txt.gz or .md.gz files in ${path} but found none besides ${ABOUT} and ${TITLES}`,
    );
  }
  return texts.map((name) => join(path, name));
}

/** What a file says that tells of the texts in a folder; null if there is none, or no folder. */
async function beside(path: string, name: string): Promise<string | null> {
  const file = join(path, name);
  return existsSync(file) ? await readTextFile(file) : null;
}

async function unpackedBytes(path: string): Promise<Uint8Array> {
  const bytes = await readBytes(path);
  if (!path.endsWith(".gz")) return bytes;
  try {
    return await promisify(gunzip)(bytes);
  } catch (error) {
    throw new UserError(
      `Expected ${path} to hold what gzip has packed but found: ${(error as Error).message}`,
    );
  }
}

/** One after another, with the separator between. */
function joined(parts: Uint8Array[]): Uint8Array {
  if (parts.length < 2) return parts[0] ?? new Uint8Array();
  const size = parts.reduce((total, part) => total + part.length + 1, -1);
  const whole = new Uint8Array(size).fill(SEPARATOR);
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length + 1;
  }
  return whole;
}
