import { join } from "node:path";
import { UserError } from "../errors.ts";

const lockFile = (directory: string) => join(directory, ".lock");

/**
 * Makes sure that one sweep at a time writes to `directory`. The operating system lets go of the lock when the
 * process ends, however it ends.
 *
 * @throws UserError, if another process sweeps there.
 */
export function lockSweep(directory: string): Disposable {
  const file = Deno.openSync(lockFile(directory), { write: true, create: true });
  if (!file.tryLockSync(true)) {
    file.close();
    throw new UserError(
      `Expected no other sweep in ${directory} but one is running: wait for it, or choose another --out`,
    );
  }
  return { [Symbol.dispose]: () => file.close() };
}

/** Whether a process is sweeping in `directory`. */
export function isSweeping(directory: string): boolean {
  try {
    using file = Deno.openSync(lockFile(directory), { write: true });
    return !file.tryLockSync(true);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
