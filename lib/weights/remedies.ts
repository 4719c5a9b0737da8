import { existsSync } from "node:fs";
import { basename } from "node:path";
import { UserError } from "../errors.ts";
import { weightsDirectory } from "../files/paths.ts";
import { shellWord } from "../files/shell_word.ts";
import { partFolder, weightsFolder } from "./folders.ts";
import { type Origin, readOrigin, revisionOf } from "./origin.ts";
import { hubIdOf, isOwn, isPreset } from "./presets.ts";

/** The weights that are under version control. */
const SHIPPED = ["pocket", "pocket-small"];

/** The command that brings the weights of a model which is not here. */
export function bringWeights(model: string): string {
  if (SHIPPED.includes(model)) return `git checkout -- weights/${model}`;
  return isOwn(model)
    ? `deno task pretrain <text> --model ${model} --name ${model}`
    : `deno task weights ${model}`;
}

/** What mends the weights of a model that are damaged: the command that brought them, or to remove them. */
export async function mendDamaged(model: string, directory: string = weightsDirectory): Promise<string> {
  const remove = `remove ${shown(weightsFolder(model, directory))}`;
  return await bringAgain(model, directory) ?? (SHIPPED.includes(model) ? bringWeights(model) : remove);
}

/** What ends the download of a model that was stopped. */
export async function mendUnfinished(model: string, directory: string = weightsDirectory): Promise<string> {
  const folder = weightsFolder(model, directory), remove = `remove ${shown(partFolder(folder))}`;
  const again = await bringAgain(model, directory);
  if (again !== undefined || existsSync(folder)) return again ?? remove;
  // Another name may be that of a folder, or was given by --name.
  const isOfHub = model.includes("/") || isPreset(model) && !isOwn(model);
  return isOfHub ? bringWeights(model) : `run the command that began it again, or ${remove}`;
}

/** The command that brought what is in a model's folder; undefined where none did, or its source is no more. */
async function bringAgain(model: string, directory: string): Promise<string | undefined> {
  const origin = await originOf(weightsFolder(model, directory));
  if (origin === null) return undefined;
  const { source, commit } = origin;
  if (commit === undefined) return existsSync(source) ? command(source, basename(source), model) : undefined;
  const text = isPreset(model) && source === hubIdOf(model) ? model : source;
  const revision = revisionOf(origin);
  return command(text, text, model) + (revision === "main" ? "" : ` --revision ${revision}`);
}

function command(text: string, itsName: string, model: string): string {
  return `deno task weights ${shellWord(text)}${itsName === model ? "" : ` --name ${model}`}`;
}

/** Null where source.json is damaged, too. */
async function originOf(folder: string): Promise<Origin | null> {
  try {
    return await readOrigin(folder);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

const shown = (folder: string) => `weights/${basename(folder)}`;
