import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { cannotRead } from "./read.ts";

/**
 * A file's hash: "sha256-" or "sha512-" and base 64, as in Subresource Integrity and in npm's registry, or "git-" and the
 * hexadecimal id that git gives its content.
 */
export type Integrity = `sha256-${string}` | `sha512-${string}` | `git-${string}`;

/**
 * Whether a file has the expected hash.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hasIntegrity } from "./integrity.ts";
 *
 * const path = await Deno.makeTempFile();
 * assert(await hasIntegrity(path, "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
 * ```
 */
export async function hasIntegrity(path: string, integrity: Integrity): Promise<boolean> {
  const [algorithm] = integrity.split("-");
  if (algorithm === "git") return await gitIdOf(path) === integrity;
  return `${algorithm}-${(await digest(path, algorithm)).digest("base64")}` === integrity;
}

/** The SHA-256 of a file, in hexadecimal. */
export async function sha256OfFile(path: string): Promise<string> {
  return (await digest(path, "sha256")).digest("hex");
}

/** The SHA-256 of bytes, or of a text in UTF-8, in hexadecimal. */
export function sha256OfData(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Git's object id: the SHA-1 of a header and the content. */
async function gitIdOf(path: string): Promise<string> {
  const header = `blob ${(await stat(path)).size}\0`;
  return `git-${(await digest(path, "sha1", header)).digest("hex")}`;
}

async function digest(path: string, algorithm: string, header = "") {
  const hash = createHash(algorithm).update(header);
  await pipeline(createReadStream(path), hash).catch((error) => {
    throw cannotRead(path, error);
  });
  return hash;
}
