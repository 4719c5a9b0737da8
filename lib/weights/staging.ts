import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { makeDirectory } from "../files/json.ts";
import { tryLock } from "../files/lock.ts";
import { CONFIG, isOfWeights } from "./checkpoint_files.ts";
import { partFolder } from "./folders.ts";

const LOCK = ".lock";
/** What is replaced, until that is done. */
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
  if (existsSync(folder)) {
    for (const name of await readdir(folder)) {
      const isUsers = name !== CONFIG && !isOfWeights(name) && !existsSync(join(directory, name));
      if (isUsers) await rename(join(folder, name), join(directory, name));
    }
    await rename(folder, join(part, BEFORE)); // removing it takes time, in which a crash would leave half of it
  }
  await rename(directory, folder);
  await rm(part, { recursive: true });
  return content;
}

/** Removes what a filling of `folder` that was stopped has left; what another process is about stays. */
export async function discardPart(folder: string): Promise<void> {
  const part = partFolder(folder);
  if (!existsSync(part)) return;
  using lock = tryLock(join(part, LOCK));
  if (lock) await rm(part, { recursive: true });
}
