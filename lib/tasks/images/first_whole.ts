import { UserError } from "../../errors.ts";

/**
 * What the first of `readers` gives whose files are whole, as setup, too, takes a data set for ready where one copy is.
 *
 * @throws {UserError} The first's error, if none's are.
 */
export async function firstWhole<T>(
  [first, ...others]: readonly (() => T | Promise<T>)[],
): Promise<T> {
  try {
    return await first();
  } catch (error) {
    if (!(error instanceof UserError) || others.length === 0) throw error;
    return await firstWhole(others).catch(() => {
      throw error;
    });
  }
}
