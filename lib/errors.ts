/**
 * An error that the user can mend: bad input, a missing file, no network.
 *
 * Its message says what was expected, what was found and what to do. The command line prints the message alone
 * and exits with 1; any other error is a defect of ours and keeps its stack trace.
 *
 * @example
 * ```ts
 * import { UserError } from "./errors.ts";
 *
 * const learningRate = 1e-3;
 * if (!(learningRate > 0)) {
 *   throw new UserError(`Expected learningRate to be greater than 0 but found ${learningRate}`);
 * }
 * ```
 */
export class UserError extends Error {
  override name = "UserError";
}

/** An error with something more to say at its end, such as what to do, if it is one that the user can mend. */
export function adding(text: string, error: unknown): unknown {
  return error instanceof UserError ? new UserError(error.message + text) : error;
}
