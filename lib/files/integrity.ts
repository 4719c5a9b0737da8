import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { cannotRead } from "./read.ts";

/** A file's hash: "sha256-" or "sha512-" and base 64, or "git-" and the hexadecimal id that git gives its content. */
export type Integrity = `sha256-${string}` | `sha512-${string}` | `git-${string}`;

/** Whether a file has the expected hash. */
export async function hasIntegrity(path: string, integrity: Integrity): Promise<boolean> {
  const [algorithm] = integrity.split("-") as ["sha256" | "sha512" | "git"];
  return await (algorithm === "git" ? gitIdOf(path) : integrityOf(path, algorithm)) === integrity;
}

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

/** The SHA-256 of `bytes`, in hexadecimal. */
export function sha256OfBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The SHA-256 of a text in UTF-8, in hexadecimal. */
export function sha256OfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
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
