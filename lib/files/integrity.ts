import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/**
 * The hash of a file in the form of Subresource Integrity and of npm's registry: the algorithm, a hyphen and the
 * hash in base 64.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { integrityOf } from "./integrity.ts";
 *
 * const path = await Deno.makeTempFile();
 * assert.equal(await integrityOf(path, "sha256"), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
 * ```
 */
export async function integrityOf(path: string, algorithm: "sha256" | "sha512"): Promise<string> {
  return `${algorithm}-${(await digest(path, algorithm)).digest("base64")}`;
}

/** The SHA-256 of a file, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  return (await digest(path, "sha256")).digest("hex");
}

async function digest(path: string, algorithm: string) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash;
}
