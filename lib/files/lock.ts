/**
 * Takes the lock of a file, which is created where it is missing; undefined if another process has it. The operating
 * system lets go of the lock when the process ends, however it ends.
 */
export function tryLock(path: string): Disposable | undefined {
  const file = Deno.openSync(path, { write: true, create: true });
  if (file.tryLockSync(true)) return { [Symbol.dispose]: () => file.close() };
  file.close();
}
