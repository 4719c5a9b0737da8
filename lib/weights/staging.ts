import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { makeDirectory } from "../files/json.ts";
import { tryLock } from "../files/lock.ts";
import { CONFIG, isOfWeights } from "./checkpoint_files.ts";
import { partFolder } from "./folders.ts";

const LOCK = ".lock";
/** What is replaced, until the user's own files have been taken out of it. */
const BEFORE = "before";

/** How a folder is filled; both steps are given the folder that will take its place. */
export interface Filling<Content> {
  /** Puts the files there; some may be there already. */
  put(directory: string): Promise<Content>;
  /** Looks at them, and throws if they are of no use. */
  check(directory: string, content: Content): Promise<void>;
}

/**
 * Makes `folder` hold what is put there: whole, in place of the weights that were there, or not at all; the user's own
 * files stay. Weights that came before `put` failed are kept in `folder`.part, and given to the next call of the same
 * `version`; those of others are removed.
 *
 * @returns What was put there.
 * @throws {UserError} If another process fills the same folder, or it cannot be made.
 */
export async function fillFolder<Content>(
  folder: string,
  version: string,
  { put, check }: Filling<Content>,
): Promise<Content> {
  const part = partFolder(folder), directory = join(part, version);
  await makeDirectory(directory);
  using lock = tryLock(join(part, LOCK));
  if (!lock) {
    throw new UserError(
      `Expected nothing else to write to ${folder} but another process does: wait for it`,
    );
  }
  await settle(folder);
  const others = (await readdir(part)).filter((name) => ![LOCK, version].includes(name));
  for (const name of others) await rm(join(part, name), { recursive: true });
  let content, resumable = true;
  try {
    content = await put(directory);
    resumable = false;
    await check(directory, content);
  } catch (error) {
    resumable &&= (await readdir(directory)).some((name) => /\.safetensors(\.part)?$/.test(name));
    if (!resumable) await rm(part, { recursive: true });
    throw error;
  }
  if (existsSync(folder)) await rename(folder, join(part, BEFORE));
  await rename(directory, folder);
  await settle(folder);
  await rm(part, { recursive: true });
  return content;
}

/**
 * Gives the user's own files back to a folder whose weights were replaced, or all that was there where a filling was
 * stopped before anything had taken its place.
 */
async function settle(folder: string): Promise<void> {
  const before = join(partFolder(folder), BEFORE);
  if (!existsSync(before)) return;
  if (!existsSync(folder)) return await rename(before, folder);
  for (const name of await readdir(before)) {
    const isUsers = name !== CONFIG && !isOfWeights(name) && !existsSync(join(folder, name));
    if (isUsers) await rename(join(before, name), join(folder, name));
  }
}

/** Removes what a filling of `folder` that was stopped has left; what another process is about stays. */
export async function discardPart(folder: string): Promise<void> {
  const part = partFolder(folder);
  if (!existsSync(part)) return;
  using lock = tryLock(join(part, LOCK));
  if (!lock) return;
  await settle(folder);
  await rm(part, { recursive: true });
}
