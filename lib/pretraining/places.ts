import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../errors.ts";
import { isFolder } from "../files/is_file.ts";
import { dataDirectory, weightsDirectory } from "../files/paths.ts";
import { modelNameSchema, weightsFolder } from "../weights/folders.ts";
import { readOrigin } from "../weights/origin.ts";
import { checkPreset } from "../weights/presets.ts";
import { modelOf } from "./learner.ts";
import type { PretrainingOptions } from "./options.ts";
import { recordFile } from "./record.ts";

/** Where pretraining writes to. */
export interface Places {
  /** The folder in weights/ that the model goes to. */
  weights: string;
  /** The folder in data/pretraining/ in which the run is kept. */
  run: string;
}

/**
 * Where the model of a name is pretrained, checked before hours are spent on it.
 *
 * @throws {UserError} If experiments could not use weights of that name and shape, or others would be lost.
 */
export async function placesOf(
  name: string,
  options: Pick<PretrainingOptions, "model">,
  directories: { weights: string; data: string } = { weights: weightsDirectory, data: dataDirectory },
): Promise<Places> {
  if (!modelNameSchema.safeParse(name).success) {
    throw new UserError(
      `Expected a name of letters, digits, hyphens, underscores and dots, or owner/name, but found "${name}": ` +
        "choose another --name",
    );
  }
  checkPreset(name, modelOf(options));
  const weights = weightsFolder(name, directories.weights);
  const run = join(directories.data, "pretraining", basename(weights));
  const origin = await readOrigin(weights);
  const own = existsSync(recordFile(weights)) || isVacant(weights);
  if (origin === null && own) return { weights, run };
  throw new UserError(
    `Expected ${weights} to hold nothing, or what was pretrained here, but found ${
      origin ? `weights of ${origin.source}` : "other files"
    }: remove it, or choose another --name`,
  );
}

function isVacant(path: string): boolean {
  return !existsSync(path) || isFolder(path) && readdirSync(path).length === 0;
}
