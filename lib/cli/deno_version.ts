import { UserError } from "../errors.ts";
import { isAtLeast } from "../setup/version.ts";

/** The first with what is used here: file locks, and the overrides of package.json. */
const OLDEST = [2, 7] as const;

/**
 * Refuses a Deno that is too old for this project.
 *
 * @throws {UserError} If `version` is below 2.7.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkDenoVersion } from "./deno_version.ts";
 *
 * checkDenoVersion("2.10.0");
 * assert.throws(() => checkDenoVersion("2.6.10"), /Expected Deno 2\.7 or later but found 2\.6\.10/);
 * ```
 */
export function checkDenoVersion(version: string = Deno.version.deno): void {
  if (isAtLeast(version.split(".").map(Number), OLDEST)) return;
  throw new UserError(
    `Expected Deno ${
      OLDEST.join(".")
    } or later but found ${version}: \`deno upgrade\`, or \`npx -y deno@2.9.6\` for deno`,
  );
}
