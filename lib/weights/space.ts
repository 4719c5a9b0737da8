import { statfs } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { megabytes } from "../files/progress.ts";

/**
 * Checks that the disk of `directory` has room.
 *
 * @throws {UserError} If it has not.
 */
export async function checkSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize >= bytes) return;
  throw new UserError(
    `Expected ${megabytes(bytes)} to be free on the disk of ${directory} but found ${
      megabytes(bavail * bsize)
    }: ` +
      "free some, or make weights/ a link to another disk",
  );
}
