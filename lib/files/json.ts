import { mkdir, open, rename } from "node:fs/promises";
import { z } from "zod";
import { validationMessage } from "./validation_message.ts";
import { UserError } from "../errors.ts";
import { cannotWrite } from "./cannot_write.ts";
import { readTextFile } from "./read.ts";
import { withTemporary } from "./temporary.ts";

/**
 * What a JSON file holds, checked by a schema.
 *
 * @throws {UserError} If the file is missing, cannot be read, is no JSON or does not fit; it names the file and the place in it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "zod";
 * import { readJson } from "./json.ts";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, '{"seed": -1}');
 * await assert.rejects(readJson(path, z.object({ seed: z.number().min(0) })), /seed/);
 * ```
 */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  let value: unknown;
  try {
    const text = await readTextFile(path, "a JSON file");
    value = JSON.parse(text.replace(/^\uFEFF/, "")); // the byte-order mark that some editors write
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`Expected ${path} to hold JSON but found: ${error.message}`);
  }
  const parsed = schema.safeParse(value, { error: validationMessage });
  if (!parsed.success) throw new UserError(`${path} does not fit:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** What a text stands for in JSON; undefined where it is none. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Writes a file whole: whoever reads `path`, also after a crash, finds what was there before or all of `data`.
 *
 * @throws {CannotWrite} If the disk is full, say.
 */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
  try {
    await withTemporary(path, async (temporary) => {
      const file = await open(temporary, "wx");
      try {
        await file.writeFile(data);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    });
  } catch (error) {
    throw cannotWrite(path, error as Error);
  }
}

/** Writes a file of JSON that people can read, whole as {@linkcode writeAtomically} does. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeAtomically(path, JSON.stringify(value, null, 2) + "\n");
}

/**
 * Makes a directory and those that it lies in, where they are missing.
 *
 * @throws {CannotWrite} If there is a file in its place, say.
 */
export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error) => {
    throw cannotWrite(path, error);
  });
}
