import { UserError } from "../../errors.ts";
import { sha256OfData } from "../../files/integrity.ts";
import { CHECKSUMS } from "./checksums.ts";

/**
 * Checks a file of an official data set by its SHA-256.
 *
 * @param name The official name of the file that holds `bytes`.
 * @param remedy What to do if they are not its bytes.
 * @throws {UserError} If `bytes` are not those of the official file.
 */
export function verify(
  bytes: Uint8Array,
  name: string,
  path: string,
  remedy: string = "remove it and run `deno task setup` again",
): void {
  const expected = CHECKSUMS[name], found = sha256OfData(bytes);
  if (found !== expected) {
    throw new UserError(
      `Expected ${path} to be the official ${name}, with SHA-256 ${expected}, but found ${found}: ${remedy}`,
    );
  }
}
