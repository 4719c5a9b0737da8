import { join } from "node:path";
import { UserError } from "../errors.ts";
import { isLocked, tryLock } from "../files/lock.ts";

/** {@linkcode isSweeping} has the lock for a moment too: so often and so long apart it is tried. */
const ATTEMPTS = 10, MILLISECONDS = 20;

const lockFile = (directory: string) => join(directory, ".lock");

/**
 * Makes sure that one sweep at a time writes to `directory`.
 *
 * @throws UserError, if another process sweeps there.
 */
export function lockSweep(directory: string): Disposable {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const lock = tryLock(lockFile(directory));
    if (lock) return lock;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, MILLISECONDS);
  }
  throw new UserError(
    `Expected no other sweep in ${directory} but one is running: wait for it, or choose another --out`,
  );
}

/** Whether a process is sweeping in `directory`. */
export function isSweeping(directory: string): boolean {
  return isLocked(lockFile(directory));
}
