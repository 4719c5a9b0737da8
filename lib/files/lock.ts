import { orCannotWrite } from "./cannot_write.ts";

/**
 * Takes the lock of a file, which is created where it is missing; undefined if another process has it. The operating
 * system lets go of the lock when the process ends, however it ends.
 *
 * @throws {CannotWrite} If the file cannot be made, in a folder that is read-only for one.
 */
export function tryLock(path: string): Disposable | undefined {
  const file = orCannotWrite(path, () => Deno.openSync(path, { write: true, create: true }));
  if (file.tryLockSync(true)) return { [Symbol.dispose]: () => file.close() };
  file.close();
}
