import { orCannotWrite } from "./cannot_write.ts";

/**
 * Opens a file for appending; each call writes a value as one line of JSON.
 *
 * @throws {CannotWrite} If the disk is full, say; so do the calls.
 */
export function appendLines<Value>(path: string): { write(value: Value): void } & Disposable {
  const file = orCannotWrite(path, () => Deno.openSync(path, { append: true, create: true }));
  const write = (text: string) =>
    orCannotWrite(path, () => {
      // A disk that is about to be full takes a part, and tells of it at the next.
      for (let bytes = new TextEncoder().encode(text); bytes.length > 0;) {
        bytes = bytes.subarray(file.writeSync(bytes));
      }
    });
  // A leading line end closes what a process that was killed may have left unfinished.
  write("\n");
  return {
    write: (value) => write(JSON.stringify(value) + "\n"),
    [Symbol.dispose]: () => file.close(),
  };
}
