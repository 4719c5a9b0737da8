import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { weightsDirectory } from "../files/paths.ts";

/** The name of a model: of a preset, of a folder in weights/, or owner/name of the Hub, which allows no "--". */
export const modelNameSchema = z.string().regex(
  /^(?!.*(\.\.|--))[A-Za-z0-9_][\w.-]{0,95}(\/[A-Za-z0-9_][\w.-]{0,95})?$/,
  "Expected a model's name: letters, digits, hyphens, underscores and dots, or owner/name",
);

/**
 * The folder of a model's pretrained weights: weights/gpt2, or weights/owner--name for owner/name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { weightsFolder } from "./folders.ts";
 *
 * assert.equal(weightsFolder("owner/name", "weights"), "weights/owner--name");
 * ```
 */
export function weightsFolder(model: string, directory: string = weightsDirectory): string {
  return join(directory, model.replace("/", "--"));
}

/** Where a download into `folder` is kept until it is whole. */
export function partFolder(folder: string): string {
  return `${folder}.part`;
}

/** The names of the models that have a folder with a config.json, and of those whose download is unfinished. */
export async function listWeights(
  directory: string = weightsDirectory,
): Promise<{ present: string[]; unfinished: string[] }> {
  const names = existsSync(directory) ? (await readdir(directory)).sort() : [];
  const models = (folders: string[]) => folders.map((name) => name.replace("--", "/"));
  return {
    present: models(names.filter((name) => existsSync(join(directory, name, "config.json")))),
    unfinished: models(
      names.filter((name) => name.endsWith(".part")).map((name) => name.slice(0, -".part".length)),
    ),
  };
}
