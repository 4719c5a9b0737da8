import { z } from "zod";
import { UserError } from "../errors.ts";
import { isFile, isFolder } from "./is_file.ts";
import { readTextFile } from "./read.ts";
import { validationMessage } from "./validation_message.ts";

/**
 * What a file holds that has a line of JSON for each item, checked by a schema; nothing where there is no such file.
 *
 * @param item What a line holds, as errors call it: "a run".
 * @throws {UserError} If a line is no JSON or does not fit; it names the line, and its caller says what to do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "zod";
 * import { readJsonLines } from "./json_lines.ts";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, '{"seed": 0}\n{"seed": -1}\n');
 * const schema = z.object({ seed: z.number().min(0) });
 * await assert.rejects(readJsonLines(path, schema, "a run"), /:2 does not fit/);
 * ```
 */
export async function readJsonLines<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  item: string,
): Promise<z.output<Schema>[]> {
  if (!isFile(file) && !isFolder(file)) return []; // a folder is told of below
  const lines = (await readTextFile(file)).split("\n");
  return lines.flatMap((line, i) => {
    if (line === "") return [];
    const place = `${file}:${i + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new UserError(`Expected ${item} in JSON at ${place} but found: ${(error as Error).message}`);
    }
    const parsed = schema.safeParse(value, { error: validationMessage });
    if (parsed.success) return [parsed.data];
    throw new UserError(`${place} does not fit:\n${z.prettifyError(parsed.error)}`);
  });
}
