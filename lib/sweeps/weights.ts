import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { adding } from "../errors.ts";
import { type Checkpoint, hashGpt2, loadGpt2 } from "../models/checkpoint.ts";
import { isShapeAlone } from "../weights/checkpoint_files.ts";
import { weightsFolder } from "../weights/folders.ts";
import { checkIntact } from "../weights/intact.ts";
import { mendDamaged } from "../weights/remedies.ts";

/**
 * The pretrained weights of a model, from its folder in weights/; null where there are none. The latest are kept
 * while their files stay as they are.
 *
 * @throws {UserError} If the files there are damaged.
 */
export const loadWeights: Reader<Checkpoint> = whileUnchanged(loadGpt2);

/**
 * The SHA-256 of a model's pretrained weights; otherwise as {@linkcode loadWeights}. Runs are planned with it, and load no
 * others.
 *
 * @throws {UserError} If the files there are damaged, or not those that came or were pretrained.
 */
export const hashWeights: Reader<string> = whileUnchanged(async (folder) => {
  const sha256 = await hashGpt2(folder);
  await checkIntact(folder);
  return sha256;
});

/** Reads something of a model's folder in `directory`, by default weights/; null where there is no such folder, or a shape alone. */
type Reader<Value> = (model: string, directory?: string) => Promise<Value | null>;

/** What `read` gives of a model's folder, kept for the latest model as long as its files stay as they are. */
function whileUnchanged<Value>(read: (folder: string) => Promise<Value>): Reader<Value> {
  let last: { version: string; value: Value } | undefined;
  return async (model, directory) => {
    const folder = weightsFolder(model, directory);
    if (!existsSync(join(folder, "config.json")) || isShapeAlone(folder)) return null;
    const version = await versionOf(folder);
    if (last?.version === version) return last.value;
    const value = await read(folder).catch(async (error) => {
      throw adding(`\nWhat mends that: ${await mendDamaged(model, directory)}`, error);
    });
    last = { version, value };
    return value;
  };
}

/** Changes with the files of a directory. */
async function versionOf(directory: string): Promise<string> {
  const paths = (await readdir(directory)).sort().map((name) => join(directory, name));
  const files = await Promise.all(paths.map(async (path) => {
    const { mtimeMs, size } = await stat(path);
    return [path, mtimeMs, size];
  }));
  return JSON.stringify(files);
}
