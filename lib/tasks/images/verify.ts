import { UserError } from "../../errors.ts";
import { sha256OfBytes } from "../../files/integrity.ts";
import { CHECKSUMS } from "./checksums.ts";

/**
 * @param name The official name of the file that holds `bytes`.
 * @throws {UserError} If `bytes` are not those of the official file.
 */
export function verify(bytes: Uint8Array, name: string, path: string): void {
  const found = sha256OfBytes(bytes);
  if (found !== CHECKSUMS[name]) {
    throw new UserError(
      `Expected ${path} to be the official ${name}, with SHA-256 ${CHECKSUMS[name]}, but found ${found}: ` +
        "remove it and run `deno task setup` again",
    );
  }
}
