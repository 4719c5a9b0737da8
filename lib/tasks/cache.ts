import type { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeDirectory, writeAtomically } from "../files/json.ts";
import { concatenate } from "./bytes.ts";

const DIGEST_BYTES = 32;

/**
 * The bytes that `make` gives, kept in the file `path` from the first call on. The file begins with the SHA-256 of
 * the rest: where that does not fit, because the file was damaged, or none can be read, it is made again. Where it
 * cannot be written, a notice on standard error says so.
 */
export async function cached(
  path: string,
  make: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await readCache(path);
  if (kept !== undefined) return kept;
  const bytes = await make();
  try {
    await makeDirectory(dirname(path));
    await writeAtomically(path, concatenate([sha256(bytes), bytes]));
  } catch (error) {
    console.error(`${path} is not kept, and made anew each time: ${(error as Error).message}`);
  }
  return bytes;
}

async function readCache(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const file = new Uint8Array(await readFile(path));
    const bytes = file.subarray(DIGEST_BYTES);
    return sha256(bytes).equals(file.subarray(0, DIGEST_BYTES)) ? bytes : undefined;
  } catch (error) {
    if (typeof (error as { code?: unknown }).code === "string") return undefined; // none, a folder, no right to read
    throw error;
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
