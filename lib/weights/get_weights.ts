import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { isFile } from "../files/is_file.ts";
import { weightsDirectory } from "../files/paths.ts";
import { inspectGpt2 } from "../models/checkpoint.ts";
import { hasWeights, isShapeAlone } from "./checkpoint_files.ts";
import { copyCheckpoint } from "./copy_checkpoint.ts";
import { modelNameSchema, weightsFolder } from "./folders.ts";
import { type Available, hubCheckpoint, type Kept } from "./hub_checkpoint.ts";
import { type HubSettings, hubSettings } from "./hub_settings.ts";
import { checkPreset } from "./presets.ts";
import { damagedFile, type Origin, readOrigin, writeOrigin } from "./origin.ts";
import { parseSource, type Source } from "./source.ts";
import { discardPart, fillFolder } from "./staging.ts";

export interface GetWeightsOptions {
  /** The branch, tag or commit of a repository. */
  revision?: string;
  /** The model's name here; that of the source if not given. */
  name?: string;
  /** The folder of all weights. */
  directory?: string;
  settings?: HubSettings;
}

/** The weights of a model that are in weights/ now. */
export interface Got {
  model: string;
  folder: string;
  how: (Available | Kept)["how"];
  /** Null for files that the user has put there. */
  origin: Origin | null;
}

/**
 * Brings the weights of a GPT-2 into weights/: from the Hugging Face Hub or its cache on this machine, or from a
 * folder. What is there and whole is left as it is; a download that was stopped goes on.
 *
 * @param text gpt2, gpt2-medium, gpt2-large or gpt2-xl, owner/name of the Hub, or a folder.
 * @throws {UserError} If they cannot be had, or are not those of a GPT-2; nothing that looks whole is left then.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { weightsFolder } from "./folders.ts";
 * import { getWeights } from "./get_weights.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const { how, folder } = await getWeights(weightsFolder("pocket-small"), { name: "pocket-small", directory });
 * assert.equal(how, "copied");
 * assert.equal(folder, weightsFolder("pocket-small", directory));
 * ```
 */
export async function getWeights(text: string, options: GetWeightsOptions = {}): Promise<Got> {
  const { revision = "main", directory = weightsDirectory, settings = hubSettings() } = options;
  const source = parseSource(text);
  if (source.kind === "folder" && options.revision !== undefined) {
    throw new UserError(
      `Expected --revision with a repository of the Hub but found the folder ${source.path}`,
    );
  }
  const model = checkName(options.name ?? source.model, text);
  const folder = weightsFolder(model, directory);
  if (isFile(folder)) {
    throw new UserError(`Expected room for a folder at ${folder} but found a file: choose another --name`);
  }
  const here = await readOrigin(folder);
  const keep = async ({ newest }: Pick<Kept, "newest">): Promise<Got> => {
    checkPreset(model, await inspectGpt2(folder));
    if (newest) await discardPart(folder);
    return { model, folder, how: "already there", origin: here };
  };
  if (isShapeAlone(folder)) {
    throw new UserError(
      `Expected weights or room for them in ${folder} but found a config.json alone, the shape of a body without ` +
        "weights: remove it, or choose another --name",
    );
  }
  if (hasWeights(folder)) {
    const itself = source.kind === "folder" && source.path === folder;
    if (!itself) checkIsWanted(folder, here, source, options);
    if (itself || here === null) return await keep({ newest: true });
  }
  const damaged = here ? await damagedFile(folder, here) : undefined;
  if (damaged !== undefined) {
    console.error(`  ${damaged} in ${folder} is not as it came and is to be replaced`);
  }
  const whole = damaged === undefined ? here : null;
  const found = source.kind === "folder"
    ? await folderCheckpoint(source.path, whole)
    : await hubCheckpoint(settings, { ids: namesOnHub(source), revision }, whole);
  if (found.how === "already there") return await keep(found);
  const { origin, how, put } = found;
  await fillFolder(folder, origin.commit ?? "copy", {
    put: (directory) => put(directory, model),
    async check(directory, names) {
      checkPreset(model, await inspectGpt2(directory));
      await writeOrigin(directory, { ...origin, names });
    },
  });
  return { model, folder, how, origin: await readOrigin(folder) };
}

async function folderCheckpoint(path: string, here: Origin | null): Promise<Available | Kept> {
  if (here && await damagedFile(path, here) === undefined) return { how: "already there", newest: true };
  return {
    origin: { source: path },
    how: "copied",
    put: (directory, model) => copyCheckpoint(path, directory, model),
  };
}

/** The models of OpenAI were without owner on the Hub, and may be so in the cache. */
function namesOnHub({ id, model }: Extract<Source, { kind: "repository" }>): [string, ...string[]] {
  return id === model ? [id] : [id, model];
}

function checkName(name: string, text: string): string {
  if (modelNameSchema.safeParse(name).success) return name;
  throw new UserError(
    `Expected a name of letters, digits, hyphens, underscores and dots for ${text} but found "${name}": choose one by --name`,
  );
}

/** Weights that came from elsewhere, or that the user has put there, are not replaced, nor taken for others. */
function checkIsWanted(
  folder: string,
  here: Origin | null,
  source: Source,
  { name }: Pick<GetWeightsOptions, "name">,
): void {
  const wanted = source.kind === "folder" ? source.path : source.id;
  const pretrainedHere = existsSync(join(folder, "pretraining.json"));
  // What the user has put there is what its folder's name says.
  const isNamedSo = source.kind === "repository" && name === undefined && !pretrainedHere;
  if (here ? here.source === wanted : isNamedSo) return;
  const found = here
    ? `weights of ${here.source}`
    : pretrainedHere
    ? "a model pretrained here"
    : "other files";
  throw new UserError(
    `Expected ${folder} to be of ${wanted} but found ${found}: remove it, or choose another --name`,
  );
}
