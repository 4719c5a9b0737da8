import { UserError } from "../errors.ts";

/**
 * An error of reading as one that the user can mend, if the system gave it a code, as of a missing file (ENOENT), a
 * folder in its place (EISDIR) or missing rights (EACCES); any other error as it is.
 *
 * @param what Which kind of file was expected.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cannotRead } from "./read.ts";
 *
 * const error = Object.assign(new Error("permission denied"), { code: "EACCES" });
 * assert.equal(cannotRead("data/a", error).message, "Expected to read data/a but found: permission denied");
 * ```
 */
export function cannotRead(path: string, error: Error & { code?: string }, what = "a file"): Error {
  if (typeof error.code !== "string") return error;
  if (error.code === "ENOENT") return new UserError(`Expected ${what} at ${path} but found none`);
  if (error.code === "EISDIR") return new UserError(`Expected ${what} at ${path} but found a folder`);
  return new UserError(`Expected to read ${path} but found: ${error.message}`);
}

/** @throws {UserError} As {@linkcode cannotRead} says. */
export async function readTextFile(path: string, what?: string): Promise<string> {
  return await Deno.readTextFile(path).catch((error) => {
    throw cannotRead(path, error, what);
  });
}

/** @throws {UserError} As {@linkcode cannotRead} says. */
export async function readBytes(path: string, what?: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(path).catch((error) => {
    throw cannotRead(path, error, what);
  });
}
