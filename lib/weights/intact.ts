import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { sha256OfFile } from "../files/integrity.ts";
import { readJson } from "../files/json.ts";
import { SINGLE } from "./checkpoint_files.ts";
import { damagedFile, readOrigin } from "./origin.ts";

/** What pretraining writes down of the weights that it made. */
const pretrainedSchema = z.object({ sha256: z.string().optional() });

/**
 * Checks that the weights in a folder are those that came or were pretrained. A bit that has changed on the disk makes
 * other weights, which load as well. Of files that the user has put there nothing is known.
 *
 * @throws {UserError} If they are not.
 */
export async function checkIntact(folder: string): Promise<void> {
  const changed = await changedFile(folder);
  if (changed === undefined) return;
  const path = join(folder, changed);
  throw new UserError(
    `Expected ${path} to be as it came, by the SHA-256 written down then, but found it changed`,
  );
}

async function changedFile(folder: string): Promise<string | undefined> {
  const origin = await readOrigin(folder), record = join(folder, "pretraining.json");
  if (origin !== null) return await damagedFile(folder, origin);
  if (!existsSync(record)) return undefined;
  const { sha256 } = await readJson(record, pretrainedSchema);
  return sha256 === undefined || await sha256OfFile(join(folder, SINGLE)) === sha256 ? undefined : SINGLE;
}
