import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Checkpoint, loadGpt2 } from "../models/checkpoint.ts";
import { weightsFolder } from "../weights/folders.ts";

let last: { version: string; checkpoint: Checkpoint } | undefined;

/**
 * The pretrained weights of a model, from its folder in weights/; null where there are none. The latest are kept
 * while their files stay as they are.
 *
 * @throws UserError, if the files there are damaged.
 */
export async function loadWeights(model: string): Promise<Checkpoint | null> {
  const directory = weightsFolder(model);
  if (!existsSync(join(directory, "config.json"))) return null;
  const version = await versionOf(directory);
  if (last?.version !== version) last = { version, checkpoint: await loadGpt2(directory) };
  return last.checkpoint;
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
