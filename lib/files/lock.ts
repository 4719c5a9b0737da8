import { orCannotWrite } from "./cannot_write.ts";
import { cannotRead } from "./read.ts";

/**
 * Takes the lock of a file, which is created where it is missing; undefined if another process has it. The operating
 * system lets go of the lock when the process ends, however it ends.
 *
 * @throws {CannotWrite} If the file cannot be made, in a folder that is read-only for one.
 */
export function tryLock(path: string): Disposable | undefined {
  const file = openOrCreate(path);
  if (file.tryLockSync(true)) return file;
  file.close();
}

/**
 * Takes the lock of a file, which is created where it is missing, as soon as no other process has it.
 *
 * @throws {CannotWrite} As `tryLock`.
 */
export async function takeLock(path: string): Promise<Disposable> {
  const file = openOrCreate(path);
  await file.lock(true);
  return file;
}

function openOrCreate(path: string): Deno.FsFile {
  return orCannotWrite(path, () => Deno.openSync(path, { write: true, create: true }));
}

/** Whether a process has the lock of a file. This one has it for a moment, too. */
export function isLocked(path: string): boolean {
  try {
    using file = Deno.openSync(path, { read: true });
    return !file.tryLockSync(true);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw cannotRead(path, error as Error);
  }
}
