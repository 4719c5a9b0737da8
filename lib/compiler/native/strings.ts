const encoded = new Map<string, Uint8Array<ArrayBuffer>>();

/** `text` as a C string; kept, because the compiler names the same few things over and over. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = encoded.get(text);
  if (bytes === undefined) encoded.set(text, bytes = new TextEncoder().encode(text + "\0"));
  return bytes;
}
