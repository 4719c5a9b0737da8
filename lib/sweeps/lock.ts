import { join } from "node:path";
import { UserError } from "../errors.ts";
import { tryLock } from "../files/lock.ts";

/**
 * Makes sure that one sweep at a time writes to `directory`.
 *
 * @throws {UserError} If another process sweeps there.
 */
export function lockSweep(directory: string): Disposable {
  const lock = tryLock(join(directory, ".lock"));
  if (lock) return lock;
  throw new UserError(
    `Expected no other sweep in ${directory} but one is running: wait for it, or choose another directory (--out)`,
  );
}
