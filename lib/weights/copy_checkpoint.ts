import { Buffer } from "node:buffer";
import { constants } from "node:fs";
import { copyFile, link, readdir, realpath, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../errors.ts";
import { hasIntegrity } from "../files/integrity.ts";
import { inspectGpt2 } from "../models/checkpoint.ts";
import { checkIsGpt2, checkpointFiles, isOfWeights, noSafetensors } from "./checkpoint_files.ts";
import { checkSpace } from "./space.ts";

/**
 * Copies the checkpoint in a folder of the user's and gives the names of its files.
 *
 * @throws {UserError} If it is no GPT-2 in safetensors, or not one of the name `model`, or damaged, or the disk has no room.
 */
export async function copyCheckpoint(source: string, directory: string, model: string): Promise<string[]> {
  await checkIsGpt2(source, source, model);
  const names = await checkpointFiles(source);
  if (names === null) throw noSafetensors(source, await readdir(source));
  await inspectGpt2(source); // errors name the user's file, not its copy
  let bytes = 0;
  for (const name of names) bytes += (await stat(join(source, name))).size;
  await checkSpace(directory, bytes);
  // A copy that was killed may have left those of another model.
  for (const name of (await readdir(directory)).filter(isOfWeights)) await rm(join(directory, name));
  for (const name of names) await copy(join(source, name), join(directory, name));
  return names;
}

/**
 * Links the checkpoint in a snapshot of the Hub's cache, so that it needs no room of its own and outlives the cache;
 * on another disk it is copied. The cache names what was in Git LFS by its SHA-256, which is checked.
 *
 * @throws {UserError} If it is no GPT-2, or not one of the name `model`, or damaged.
 */
export async function linkCheckpoint(
  snapshot: string,
  names: string[],
  directory: string,
  model: string,
): Promise<string[]> {
  await checkIsGpt2(snapshot, snapshot, model);
  for (const name of names) {
    const blob = await realpath(join(snapshot, name)), hash = basename(blob);
    const sha256 = /^[0-9a-f]{64}$/.test(hash) ? Buffer.from(hash, "hex").toString("base64") : undefined;
    if (sha256 && !await hasIntegrity(blob, `sha256-${sha256}`)) {
      throw new UserError(
        `Expected ${blob} to have the SHA-256 in its name but found another: remove it, try again`,
      );
    }
    const path = join(directory, name);
    await rm(path, { force: true });
    try {
      await link(blob, path);
    } catch {
      await checkSpace(directory, (await stat(blob)).size);
      await copy(blob, path);
    }
  }
  return names;
}

/** Where the file system can share the content of copies, it does. */
async function copy(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}
