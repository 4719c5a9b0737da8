import { open } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { cannotWrite } from "./cannot_write.ts";
import { type Asked, fetchFollowing } from "./follow.ts";

/** Bytes that a server gives. */
export interface ByteSource extends Asked {
  /** How many there are. */
  bytes: number;
}

/**
 * Asks for the bytes from `present` on and writes them to the file `path`, which already has those before; a server
 * that can only send all is taken from the start. No more than `source.bytes` are kept.
 *
 * @param patience Milliseconds without a byte after which the connection counts as broken off.
 * @returns Why the connection broke off; undefined if it was ended by the server.
 * @throws {UserError} If there is no connection, the server refuses, or the file cannot be written.
 */
export async function appendBody(
  source: ByteSource,
  path: string,
  present: number,
  onBytes: (present: number) => void,
  patience = 60_000,
): Promise<string | undefined> {
  const silence = new AbortController();
  const giveUp = () => silence.abort(new Error(`nothing came for ${patience / 1000} s`));
  let timer = setTimeout(giveUp, patience);
  try {
    const { body, start } = await request(source, present, silence.signal);
    let position = start;
    const cannot = (error: Error) => {
      throw cannotWrite(
        `${source.bytes} bytes to ${path}`,
        error,
        "run the command again to download the rest",
      );
    };
    const file = await open(path, start === 0 ? "w" : "r+").catch(async (error) => {
      await body.cancel();
      return cannot(error);
    });
    try {
      for await (const chunk of body) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, patience);
        const wanted = chunk.subarray(0, source.bytes - position);
        await file.write(wanted, 0, wanted.length, position).catch(cannot);
        position += wanted.length;
        onBytes(position);
        if (position === source.bytes) break;
      }
      await file.sync().catch(cannot);
    } catch (error) {
      if (error instanceof UserError) throw error;
      return (error as Error).message;
    } finally {
      await file.close();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The body of the server's answer, and at which byte of the file it starts. */
async function request({ bytes, ...asked }: ByteSource, present: number, signal: AbortSignal) {
  const headers = { ...asked.headers, ...present > 0 && { range: `bytes=${present}-${bytes - 1}` } };
  const response = await fetchFollowing({ ...asked, headers }, { signal });
  const start = Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? 0);
  if (response.ok && response.body && start <= present) return { body: response.body, start };
  await response.body?.cancel();
  throw new UserError(
    `Expected ${asked.url} to be downloadable but the server answered ${response.status} ${response.statusText}`,
  );
}
