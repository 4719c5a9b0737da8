import { z } from "zod";
import { UserError } from "../errors.ts";
import { validationMessage } from "../files/validation_message.ts";
import { type OptionsOf, type TaskOptions, taskOptionsSchema } from "./options.ts";

/** Options as a user writes them: those that have a default may be left out. */
export type GivenOptions<Name extends TaskOptions["name"] = TaskOptions["name"]> = Extract<
  z.input<typeof taskOptionsSchema>,
  { name: Name }
>;

/**
 * A task's options with their defaults.
 *
 * @throws {UserError} If one is wrong.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseTaskOptions } from "./parse_options.ts";
 *
 * assert.equal(parseTaskOptions({ name: "listops", depth: 5 }).arguments, 10);
 * ```
 */
export function parseTaskOptions<Name extends TaskOptions["name"]>(
  given: GivenOptions<Name>,
): OptionsOf<Name> {
  const parsed = taskOptionsSchema.safeParse(given, { error: validationMessage });
  if (parsed.success) return parsed.data as OptionsOf<Name>;
  throw new UserError(`The options of the task do not fit:\n${z.prettifyError(parsed.error)}`);
}
