import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../files/json.ts";

/*
 * What setup has made in a folder, written there last: a folder without a stamp is half-made, one with another
 * stamp is out of date.
 */
const stampFile = (directory: string) => join(directory, "setup.json");

/** Anything that JSON can hold: versions, options. */
export type Stamp = Record<string, string | readonly string[]>;

export async function writeStamp(directory: string, stamp: Stamp): Promise<void> {
  await writeAtomically(stampFile(directory), JSON.stringify(stamp, null, 2) + "\n");
}

/** Whether `directory` holds what `stamp` says, whole. */
export async function isStamped(directory: string, stamp: Stamp): Promise<boolean> {
  try {
    return await readFile(stampFile(directory), "utf8") === JSON.stringify(stamp, null, 2) + "\n";
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return false;
    throw error;
  }
}
