import { UserError } from "../errors.ts";

/** A file could not be written, and others there could not be either. */
export class CannotWrite extends UserError {}

/**
 * An error of writing a file as one that the user can mend, if the system gave it a code, as of a full disk (ENOSPC), a
 * quota (EDQUOT) or missing rights (EACCES); any other error as it is.
 *
 * @param then What to do when that is mended.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cannotWrite } from "./cannot_write.ts";
 *
 * const error = Object.assign(new Error("no space left"), { code: "ENOSPC" });
 * assert.equal(
 *   cannotWrite("data/a", error).message,
 *   "Expected to write data/a but found: no space left: mend that and run the command again",
 * );
 * ```
 */
export function cannotWrite(
  path: string,
  error: Error & { code?: string },
  then = "run the command again",
): Error {
  return typeof error.code === "string"
    ? new CannotWrite(`Expected to write ${path} but found: ${error.message}: mend that and ${then}`)
    : error;
}

/** What `act`, which writes to `path`, gives; its errors are those of {@linkcode cannotWrite}. */
export function orCannotWrite<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw cannotWrite(path, error as Error);
  }
}
