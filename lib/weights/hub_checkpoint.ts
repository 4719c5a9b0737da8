import { readdir } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { checkpointFiles, CONFIG, noSafetensors } from "./checkpoint_files.ts";
import { linkCheckpoint } from "./copy_checkpoint.ts";
import { downloadCheckpoint } from "./download_checkpoint.ts";
import { COMMIT, findFile } from "./hub.ts";
import { cachedSnapshots } from "./hub_cache.ts";
import { NotOnHub } from "./hub_errors.ts";
import type { HubSettings, Repository } from "./hub_settings.ts";
import { type Origin, revisionOf } from "./origin.ts";

/** A checkpoint that can be had. */
export interface Available {
  origin: Omit<Origin, "files">;
  how: "downloaded" | "linked from the Hugging Face cache" | "copied";
  /** Puts its files, as those of the model of that name, into a folder and gives their names. */
  put(directory: string, model: string): Promise<string[]>;
}

/** What is in weights/ stays. */
export interface Kept {
  how: "already there";
  /** Whether its source has no newer one; it may not have answered. */
  newest: boolean;
}

/** A repository under the names it may have in the cache, the first of which is its own. */
export interface Wanted {
  ids: [string, ...string[]];
  revision: string;
}

/**
 * The checkpoint of a repository, taken from the Hub's cache on this machine where that has it. The Hub says which
 * commit the revision is now. If it does not, or must not be asked, what is here of the revision stays; where nothing
 * is, the cache says it, in the same cases as in huggingface_hub (`_get_metadata_or_catch_error` in file_download.py).
 *
 * @param here What of it is in weights/ already, and whole.
 * @throws {UserError} If the Hub has no such revision or no such model, or nothing has the checkpoint.
 */
export async function hubCheckpoint(
  settings: HubSettings,
  { ids, revision }: Wanted,
  here: Origin | null,
): Promise<Available | Kept> {
  const [id] = ids;
  const { commit, why } = await commitOf(settings, { id, revision });
  const noteThat = (used: string) => {
    if (why && !settings.offline) console.error(`  ${why.message}; until then, ${used}`);
  };
  if (here && (commit === undefined ? revisionOf(here) === revision : here.commit === commit)) {
    noteThat("what is there stays");
    return { how: "already there", newest: commit !== undefined };
  }
  const snapshots = await cachedSnapshots(settings.cache, ids, commit ?? revision);
  for (const { folder, commit } of snapshots) {
    const names = await checkpointFiles(folder);
    if (names === null) continue;
    noteThat("the Hugging Face cache is used");
    return {
      origin: { source: id, revision, commit },
      how: "linked from the Hugging Face cache",
      put: (directory, model) => linkCheckpoint(folder, names, directory, model),
    };
  }
  if (why === undefined) {
    return {
      origin: { source: id, revision, commit },
      how: "downloaded",
      put: (directory, model) => downloadCheckpoint(settings, { id, revision: commit }, directory, model),
    };
  }
  if (!settings.offline || snapshots.length === 0) throw why;
  const [{ folder }] = snapshots;
  throw noSafetensors(folder, await readdir(folder));
}

/** The commit that a revision is, where that is known, and why it cannot be downloaded, where it cannot. */
async function commitOf(
  settings: HubSettings,
  { id, revision }: Repository,
): Promise<{ commit: string; why?: undefined } | { commit?: string; why: UserError }> {
  const commit = COMMIT.test(revision) ? revision : undefined;
  if (settings.offline) return { commit, why: notCached(settings, { id, revision }) };
  if (commit !== undefined) return { commit };
  try {
    const config = await findFile(settings, { id, revision }, CONFIG);
    if (config) return { commit: config.commit };
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof NotOnHub) throw error;
    return { why: error };
  }
  throw new UserError(
    `Expected ${id} to be a model with a ${CONFIG} but found none at ${settings.endpoint}: check its name`,
  );
}

function notCached({ cache }: HubSettings, { id, revision }: Repository): UserError {
  return new UserError(
    `Expected ${id} at ${revision} in the Hugging Face cache ${cache}, since HF_HUB_OFFLINE forbids the network, ` +
      "but found none: unset it, or say by HF_HUB_CACHE where the cache is",
  );
}
