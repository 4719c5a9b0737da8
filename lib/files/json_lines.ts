import { existsSync } from "node:fs";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { validationMessage } from "./validation_message.ts";

/**
 * What a file holds that has a line of JSON for each item, checked by a schema; nothing where there is no such file.
 *
 * @param item What a line holds, as errors call it: "a run".
 * @param remedy What to do where a line is damaged.
 * @throws {UserError} If a line is no JSON or does not fit; it names the line.
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
 * await assert.rejects(readJsonLines(path, schema, { item: "a run", remedy: "mend it" }), /:2 does not fit: mend it/);
 * ```
 */
export async function readJsonLines<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  { item, remedy }: { item: string; remedy: string },
): Promise<z.output<Schema>[]> {
  if (!existsSync(file)) return [];
  const lines = (await Deno.readTextFile(file)).split("\n").filter((line) => line !== "");
  return lines.map((line, i) => {
    const place = `${file}:${i + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new UserError(
        `Expected ${item} in JSON at ${place} but found: ${(error as Error).message}: ${remedy}`,
      );
    }
    const parsed = schema.safeParse(value, { error: validationMessage });
    if (parsed.success) return parsed.data;
    throw new UserError(`${place} does not fit: ${remedy}\n${z.prettifyError(parsed.error)}`);
  });
}
