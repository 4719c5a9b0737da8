import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../files/json.ts";
import { sha256OfFile } from "../files/integrity.ts";

const originSchema = z.object({
  /** "owner/name", or the folder that was copied. */
  source: z.string(),
  /** The branch, tag or commit of the Hub's repository that was asked for... */
  revision: z.string().optional(),
  /** ... and the commit that it was then. */
  commit: z.string().optional(),
  files: z.record(z.string(), z.object({ bytes: z.int(), sha256: z.string() })),
});

/** Where the files in a folder of weights/ come from, kept there in source.json. */
export type Origin = z.infer<typeof originSchema>;

const originFile = (folder: string) => join(folder, "source.json");

/** The revision that was asked for: of files from before it was written down, main. */
export function revisionOf({ revision = "main" }: Pick<Origin, "revision">): string {
  return revision;
}

/** Null for a folder that the user has filled. */
export async function readOrigin(folder: string): Promise<Origin | null> {
  return existsSync(originFile(folder)) ? await readJson(originFile(folder), originSchema) : null;
}

/** Writes down the origin of the files `names`, with their sizes and hashes. */
export async function writeOrigin(
  folder: string,
  { names, ...origin }: Omit<Origin, "files"> & { names: string[] },
): Promise<void> {
  const files: Origin["files"] = {};
  for (const name of names) files[name] = await describe(join(folder, name));
  await writeJson(originFile(folder), { ...origin, files });
}

/** The first of an origin's files that is not in `folder` as it came; undefined if all are. */
export async function damagedFile(folder: string, { files }: Origin): Promise<string | undefined> {
  for (const [name, { bytes, sha256 }] of Object.entries(files)) {
    const path = join(folder, name);
    if (!existsSync(path)) return name;
    const found = await describe(path);
    if (found.bytes !== bytes || found.sha256 !== sha256) return name;
  }
}

async function describe(path: string) {
  return { bytes: (await stat(path)).size, sha256: await sha256OfFile(path) };
}
