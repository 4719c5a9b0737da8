import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../errors.ts";
import { download } from "../files/download.ts";
import { safetensorsPaths } from "../models/checkpoint.ts";
import { checkIsGpt2, CONFIG, INDEX, noSafetensors, SINGLE } from "./checkpoint_files.ts";
import { findFile, type HubFile, listFiles } from "./hub.ts";
import type { HubSettings, Repository } from "./hub_settings.ts";
import { checkSpace } from "./space.ts";

/**
 * Downloads the checkpoint of a repository at a commit into `directory`, or what is not there yet, and gives the names
 * of its files. The configuration comes first, so that nothing large is downloaded in vain.
 *
 * @throws {UserError} If it is no GPT-2 in safetensors, or not one of the name `model`, the disk has no room, or a download
 * fails.
 */
export async function downloadCheckpoint(
  settings: HubSettings,
  repository: Repository,
  directory: string,
  model: string,
): Promise<string[]> {
  const find = (name: string) => findFile(settings, repository, name);
  const require = async (name: string) => {
    const found = await find(name);
    if (found) return found;
    throw new UserError(
      `Expected ${repository.id} to have ${name} but found none at commit ${repository.revision}`,
    );
  };
  await fetchFile(await require(CONFIG), join(directory, CONFIG));
  await checkIsGpt2(directory, repository.id, model);

  const single = await find(SINGLE);
  if (single === null) {
    const index = await find(INDEX);
    if (index === null) throw noSafetensors(repository.id, await listFiles(settings, repository));
    await fetchFile(index, join(directory, INDEX));
  }
  const names = single ? [SINGLE] : (await safetensorsPaths(directory)).map((path) => basename(path));
  const files: [string, HubFile][] = [];
  for (const name of names) files.push([join(directory, name), single ?? await require(name)]);
  await checkSpace(directory, await missingBytes(files));
  for (const [path, file] of files) {
    await fetchFile({ ...file, title: `${repository.id} ${basename(path)}` }, path);
  }
  return [CONFIG, ...single ? [] : [INDEX], ...names];
}

async function fetchFile(file: HubFile, path: string): Promise<void> {
  if (!existsSync(path)) await download(file, path);
}

async function missingBytes(files: [path: string, file: HubFile][]): Promise<number> {
  let missing = 0;
  for (const [path, { bytes }] of files) {
    const begun = [path, `${path}.part`].find((path) => existsSync(path));
    missing += bytes - (begun ? (await stat(begun)).size : 0);
  }
  return missing;
}
