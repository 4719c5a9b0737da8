import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { sha256OfData, sha256OfFile } from "../../files/integrity.ts";
import { makeDirectory } from "../../files/json.ts";
import { dataDirectory } from "../../files/paths.ts";
import { cached } from "../cache.ts";
import type { ExampleTask } from "../example.ts";
import type { OptionsOf } from "../options.ts";
import { type GivenOptions, parseTaskOptions } from "../parse_options.ts";
import type { Split } from "../task.ts";
import { type Expressions, slice } from "./expressions.ts";
import { generate } from "./generate.ts";
import { pack, unpack } from "./pack.ts";
import { listopsTask } from "./task.ts";
import { countRows, readTsv, writeTsv } from "./tsv.ts";

/** Changes when other expressions come from the same options, so that older caches are not used. */
const GENERATOR_VERSION = 1;

/** Long Range Arena's names of the splits' files. */
const FILES = { train: "basic_train.tsv", validation: "basic_val.tsv", test: "basic_test.tsv" } as const;

/**
 * ListOps, generated or read from Long Range Arena's files. Generated expressions are kept in a file under
 * `cacheDirectory`, since a full data set takes seconds to make.
 *
 * @throws {UserError} If the expressions asked for do not exist, or the files are missing or malformed.
 */
export async function openListops(
  options: OptionsOf<"listops">,
  cacheDirectory: string = join(dataDirectory, "listops"),
): Promise<ExampleTask> {
  return listopsTask(await readSplits(options, cacheDirectory), options.maximumLength);
}

/**
 * Writes the three splits of a generated ListOps to files in `directory` that Long Range Arena's code reads:
 * basic_train.tsv, basic_val.tsv and basic_test.tsv.
 *
 * @throws {UserError} As {@linkcode openListops}, or if they cannot be written.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { exportListops } from "./open.ts";
 *
 * const directory = await Deno.makeTempDir(), examples = { train: 3, validation: 2, test: 2 };
 * await exportListops({ name: "listops", minimumLength: 4, maximumLength: 20, examples }, directory, directory);
 * const [header, ...rows] = (await Deno.readTextFile(`${directory}/basic_train.tsv`)).trim().split(/\r?\n/);
 * assert.deepEqual([header, rows.length], ["Source\tTarget", 3]);
 * ```
 */
export async function exportListops(
  options: GivenOptions<"listops">,
  directory: string,
  cacheDirectory: string = join(dataDirectory, "listops"),
): Promise<void> {
  const splits = await readSplits(parseTaskOptions(options), cacheDirectory);
  await makeDirectory(directory);
  await writeTsv(join(directory, FILES.train), splits.train);
  await writeTsv(join(directory, FILES.validation), splits.validation);
  await writeTsv(join(directory, FILES.test), splits.test);
}

/** SHA-256 of the SHA-256 of Long Range Arena's three files in `directory`; null where one is missing. */
export async function filesHash(directory: string): Promise<string | null> {
  const paths = Object.values(FILES).map((name) => join(directory, name));
  if (!paths.every(existsSync)) return null;
  return sha256OfData((await Promise.all(paths.map(sha256OfFile))).join());
}

/**
 * How many expressions Long Range Arena's three files in `directory` have, a line each behind a header.
 *
 * @throws {UserError} If one has none.
 */
export async function filesSizes(directory: string): Promise<Record<Split, number>> {
  const { train, validation, test } = FILES;
  const count = async (name: string) => {
    const path = join(directory, name), rows = await countRows(path);
    if (rows === 0) throw new UserError(`Expected expressions behind the header of ${path} but found none`);
    return rows;
  };
  return { train: await count(train), validation: await count(validation), test: await count(test) };
}

async function readSplits(
  options: OptionsOf<"listops">,
  cacheDirectory: string,
): Promise<Record<Split, Expressions>> {
  const { directory, maximumLength, sha256 } = options;
  if (directory !== undefined) {
    if (sha256 !== undefined && await filesHash(directory) !== sha256) {
      throw new UserError(
        `Expected the files in ${directory} to stay as they were but found others: start anew`,
      );
    }
    const read = (split: Split) => readTsv(join(directory, FILES[split]), maximumLength);
    return { train: await read("train"), validation: await read("validation"), test: await read("test") };
  }
  const { train, validation, test } = options.examples;
  const count = train + validation + test;
  const { minimumLength, depth, arguments: most, seed } = options;
  const generator = { minimumLength, maximumLength, depth, arguments: most, seed };
  const hash = sha256OfData(JSON.stringify([GENERATOR_VERSION, count, generator]));
  const path = join(cacheDirectory, `${hash.slice(0, 16)}.cache`);
  const all = unpack(await cached(path, () => Promise.resolve(pack(generate(count, generator)))));
  return {
    train: slice(all, 0, train),
    validation: slice(all, train, train + validation),
    test: slice(all, train + validation, count),
  };
}
