/** Opens a file for appending; each call writes a value as one line of JSON. */
export function appendLines<Value>(path: string): { write(value: Value): void } & Disposable {
  const file = Deno.openSync(path, { append: true, create: true });
  const encoder = new TextEncoder();
  // A leading line end closes what a process that was killed may have left unfinished.
  file.writeSync(encoder.encode("\n"));
  return {
    write: (value) => void file.writeSync(encoder.encode(JSON.stringify(value) + "\n")),
    [Symbol.dispose]: () => file.close(),
  };
}
