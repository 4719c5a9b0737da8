import { UserError } from "../errors.ts";

/** The environment variable by which `deno task report` tells notebooks not to train. */
export const TRAIN_VARIABLE = "UTR_TRAIN";

/**
 * Whether notebooks may train runs that they miss: unless UTR_TRAIN is "no".
 *
 * @throws {UserError} If it is anything else.
 */
export function mayTrain(): boolean {
  const value = Deno.env.get(TRAIN_VARIABLE) ?? "";
  if (value === "" || value === "no") return value === "";
  throw new UserError(`Expected ${TRAIN_VARIABLE} to be "no" or not to be set but found "${value}"`);
}
