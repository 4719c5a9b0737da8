import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
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

/** The commit that a revision has in the cache; undefined where it was never looked up. */
export async function cachedCommit(cache: string, { id, revision }: Repository): Promise<string | undefined> {
  if (COMMIT.test(revision)) return revision;
  const path = join(repositoryFolder(cache, id), "refs", ...revision.split("/"));
  return existsSync(path) ? (await readFile(path, "utf8")).trim() : undefined;
}

/** The folder of the files at a commit, which need not be all; undefined where there is none. */
export function cachedSnapshot(cache: string, id: string, commit: string): string | undefined {
  const folder = join(repositoryFolder(cache, id), "snapshots", commit);
  return existsSync(folder) ? folder : undefined;
}
