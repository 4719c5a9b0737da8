import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { NoAnswer } from "../files/follow.ts";
import { checkpointFiles, CONFIG, noSafetensors } from "./checkpoint_files.ts";
import { linkCheckpoint } from "./copy_checkpoint.ts";
import { downloadCheckpoint } from "./download_checkpoint.ts";
import { COMMIT, findFile } from "./hub.ts";
import { cachedCommit, cachedSnapshot } from "./hub_cache.ts";
import type { HubSettings } from "./hub_settings.ts";
import type { Origin } from "./origin.ts";

/** A checkpoint that can be had. */
export interface Available {
  origin: Omit<Origin, "files">;
  how: "downloaded" | "linked from the Hugging Face cache" | "copied";
  /** Puts its files into a folder and gives their names. */
  put(directory: string): Promise<string[]>;
}

/** A repository under the names it may have in the cache, the first of which is its own. */
export interface Wanted {
  ids: [string, ...string[]];
  revision: string;
}

/**
 * The checkpoint of a repository, taken from the Hub's cache on this machine where that has it. The Hub says which
 * commit the revision is now; if it does not answer, or must not be asked, the cache does, as in huggingface_hub.
 *
 * @param here What of it is in weights/ already.
 * @throws {UserError} If the Hub refuses, or neither it nor the cache has the checkpoint.
 */
export async function hubCheckpoint(
  settings: HubSettings,
  { ids, revision }: Wanted,
  here: Origin | null,
): Promise<Available> {
  const [id] = ids;
  const commit = await commitOf(settings, { ids, revision }, here);
  const origin = { source: id, commit };
  const snapshot = ids.map((id) => cachedSnapshot(settings.cache, id, commit)).find((found) => found);
  const cached = snapshot && existsSync(join(snapshot, CONFIG)) ? await checkpointFiles(snapshot) : null;
  if (snapshot && cached) {
    const put = (directory: string) => linkCheckpoint(snapshot, cached, directory);
    return { origin, how: "linked from the Hugging Face cache", put };
  }
  if (settings.offline && here?.commit !== commit) {
    throw snapshot ? noSafetensors(snapshot, await readdir(snapshot)) : notCached(settings, id, revision);
  }
  const repository = { id, revision: commit };
  return {
    origin,
    how: "downloaded",
    put: (directory) => downloadCheckpoint(settings, repository, directory),
  };
}

async function commitOf(
  settings: HubSettings,
  { ids, revision }: Wanted,
  here: Origin | null,
): Promise<string> {
  if (COMMIT.test(revision)) return revision;
  const [id] = ids;
  let why: UserError = notCached(settings, id, revision);
  if (!settings.offline) {
    try {
      const config = await findFile(settings, { id, revision }, CONFIG);
      if (config) return config.commit;
      throw new UserError(
        `Expected ${id} to be a model with a ${CONFIG} but found none at ${settings.endpoint}`,
      );
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      why = error;
    }
  }
  for (const id of ids) {
    const commit = await cachedCommit(settings.cache, { id, revision });
    if (commit) return commit;
  }
  if (here?.commit === undefined) throw why;
  if (!settings.offline) console.error(`  ${why.message}; until then, what is there stays`);
  return here.commit;
}

function notCached({ cache }: HubSettings, id: string, revision: string): UserError {
  return new UserError(
    `Expected ${id} at ${revision} in the Hugging Face cache ${cache}, since HF_HUB_OFFLINE forbids the network, ` +
      "but found none: unset it, or say by HF_HUB_CACHE where the cache is",
  );
}
