import { basename, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { isFolder } from "../files/is_file.ts";
import { modelNameSchema } from "./folders.ts";
import { hubIdOf, isOwn, isPreset } from "./presets.ts";
import { bringWeights } from "./remedies.ts";

/** Where weights are to come from, and the model's name here. */
export type Source =
  | { kind: "folder"; model: string; path: string }
  | { kind: "repository"; model: string; id: string };

/**
 * What the user names: gpt2, gpt2-medium, gpt2-large or gpt2-xl, a folder, or a repository of the Hub.
 *
 * @throws {UserError} If it is none of these.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseSource } from "./source.ts";
 *
 * const source = parseSource("gpt2");
 * assert.deepEqual(source, { kind: "repository", model: "gpt2", id: "openai-community/gpt2" });
 * ```
 */
export function parseSource(text: string): Source {
  if (isOwn(text)) {
    throw new UserError(
      `Expected a model of the Hub or a folder but found ${text}, which is this project's own: ` +
        `\`${bringWeights(text)}\` brings it`,
    );
  }
  if (isPreset(text)) return { kind: "repository", model: text, id: hubIdOf(text) };
  const path = resolve(text);
  if (text !== "" && isFolder(path)) return { kind: "folder", model: basename(path), path };
  if (modelNameSchema.safeParse(text).success) return { kind: "repository", model: text, id: text };
  throw new UserError(
    `Expected gpt2, gpt2-medium, gpt2-large, gpt2-xl, owner/name of the Hugging Face Hub, or a folder but found "${text}"`,
  );
}
