import { filesHash, filesSizes } from "./listops/open.ts";
import type { TaskOptions } from "./options.ts";

/**
 * A task's options with the SHA-256 of the files that they name and how many examples these hold, so that they say all
 * that decides its examples. Where files are missing they stay as they are; `openTask` tells.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { identified } from "./identified.ts";
 * import { taskOptionsSchema } from "./options.ts";
 *
 * const generated = taskOptionsSchema.parse({ name: "listops" });
 * assert.deepEqual(await identified(generated), generated);
 * ```
 */
export async function identified(options: TaskOptions): Promise<TaskOptions> {
  if (options.name !== "listops" || options.directory === undefined) return options;
  const sha256 = await filesHash(options.directory);
  return sha256 === null ? options : { ...options, sha256, examples: await filesSizes(options.directory) };
}

/** Whether files that {@linkcode identified} options name were missing. */
export function lacksFiles(options: TaskOptions): boolean {
  return options.name === "listops" && options.directory !== undefined && options.sha256 === undefined;
}
