import { UserError } from "../../errors.ts";

/**
 * What the first of `readers` gives whose files are whole, as setup, too, takes a data set for ready where one copy is.
 *
 * @throws {UserError} The first's error, if none's are.
 */
export async function firstWhole<T>(readers: readonly (() => T | Promise<T>)[]): Promise<T> {
  let failure: UserError | undefined;
  for (const read of readers) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}
