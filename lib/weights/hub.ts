import { Buffer } from "node:buffer";
import { z } from "zod";
import { UserError } from "../errors.ts";
import type { Download } from "../files/download.ts";
import { type Asked, fetchFollowing, NoAnswer } from "../files/follow.ts";
import type { Integrity } from "../files/integrity.ts";
import { refusal } from "./hub_errors.ts";
import type { HubSettings, Repository } from "./hub_settings.ts";

/** A file of a repository, at one commit. */
export interface HubFile extends Download {
  commit: string;
}

/** The name of a commit in full, which never means another one. */
export const COMMIT = /^[0-9a-f]{40}$/;

/** Those of the Hub itself, to which huggingface_hub shows the token too (`_HUB_ORIGINS` in utils/_http.py). */
const HUB_ORIGINS = ["https://huggingface.co", "https://hf.co"];
const PATIENCE_MILLISECONDS = 10_000;

/**
 * Asks the Hub for a file of a repository, as huggingface_hub does (`get_hf_file_metadata` in file_download.py): by
 * HEAD of {endpoint}/{id}/resolve/{revision}/{name}. A file in Git LFS has its SHA-256 as entity tag, one in git
 * itself its id in git.
 *
 * @returns Null if the repository has no such file.
 * @throws {NotOnHub} If the repository has no such revision.
 * @throws {UserError} If there is no connection, the Hub refuses or cannot answer now, or what answers is no Hub.
 */
export async function findFile(
  settings: HubSettings,
  { id, revision }: Repository,
  name: string,
): Promise<HubFile | null> {
  const url = (revision: string) =>
    `${settings.endpoint}/${id}/resolve/${encodeURIComponent(revision)}/${name}`;
  const asked = asking(settings, url(revision));
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const response = await fetchFollowing(asked, { method: "HEAD", stay: true, signal });
  const { headers, status } = response;
  if (status === 404 && [null, "EntryNotFound"].includes(headers.get("x-error-code"))) return null;
  if (status >= 400) throw refusal(response, settings, { id, revision });

  const commit = headers.get("x-repo-commit");
  const moved = headers.has("location");
  const bytes = Number(headers.get("x-linked-size") ?? (moved ? NaN : headers.get("content-length") ?? NaN));
  if (commit === null || !COMMIT.test(commit) || !Number.isSafeInteger(bytes)) {
    throw new UserError(
      `Expected ${asked.url} to be served by a Hugging Face Hub, with its commit and size, but found neither: ` +
        "check HF_ENDPOINT, or whether the network asks for a login",
    );
  }
  const tag = headers.get("x-linked-etag") ?? headers.get("etag");
  return { ...asking(settings, url(commit)), bytes, commit, integrity: integrityOfTag(tag) };
}

/** The names of the files of a repository; none where the Hub does not say. */
export async function listFiles(settings: HubSettings, { id, revision }: Repository): Promise<string[]> {
  const url = `${settings.endpoint}/api/models/${id}/revision/${encodeURIComponent(revision)}`;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const response = await fetchFollowing(asking(settings, url), { signal });
    const listing = listingSchema.safeParse(await response.json());
    return listing.data?.siblings.map(({ rfilename }) => rfilename) ?? [];
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof SyntaxError) return [];
    throw error;
  }
}

const listingSchema = z.object({ siblings: z.array(z.object({ rfilename: z.string() })) });

function asking({ token }: HubSettings, url: string): Asked {
  return {
    url,
    // A compressed answer would hide the size, and could not be resumed.
    headers: { "accept-encoding": "identity", ...token && { authorization: `Bearer ${token}` } },
    trusted: HUB_ORIGINS,
    chosenBy: "HF_ENDPOINT another Hub",
  };
}

function integrityOfTag(tag: string | null): Integrity | undefined {
  const hash = tag?.replace(/^W\//, "").replaceAll('"', "") ?? "";
  if (/^[0-9a-f]{64}$/.test(hash)) return `sha256-${Buffer.from(hash, "hex").toString("base64")}`;
  if (/^[0-9a-f]{40}$/.test(hash)) return `git-${hash}`;
}
