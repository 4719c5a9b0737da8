import { existsSync } from "node:fs";
import { join } from "node:path";
import { readTextFile } from "../files/read.ts";
import { COMMIT } from "./hub.ts";
import type { Repository } from "./hub_settings.ts";

/*
 * The cache of huggingface_hub:
 *
 *   hub/models--owner--name/
 *     refs/main                        the commit that the branch had when it was last looked up
 *     snapshots/<commit>/config.json   a link to the content in blobs/
 */
const repositoryFolder = (cache: string, id: string) => join(cache, `models--${id.replace("/", "--")}`);

/**
 * The folders with a repository's files at a revision, under each of the names that the repository may have; the files
 * need not be all.
 */
export async function cachedSnapshots(
  cache: string,
  ids: readonly string[],
  revision: string,
): Promise<{ folder: string; commit: string }[]> {
  const found = [];
  for (const id of ids) {
    const commit = await cachedCommit(cache, { id, revision });
    if (commit === undefined) continue;
    const folder = join(repositoryFolder(cache, id), "snapshots", commit);
    if (existsSync(folder)) found.push({ folder, commit });
  }
  return found;
}

/** The commit that a revision has in the cache; undefined where it was never looked up. */
async function cachedCommit(cache: string, { id, revision }: Repository): Promise<string | undefined> {
  if (COMMIT.test(revision)) return revision;
  const path = join(repositoryFolder(cache, id), "refs", revision);
  return existsSync(path) ? (await readTextFile(path)).trim() : undefined;
}
