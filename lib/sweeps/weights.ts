import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Checkpoint, loadGpt2 } from "../models/checkpoint.ts";
import { weightsFolder } from "../weights/folders.ts";

let last: { model: string; checkpoint: Checkpoint } | undefined;

/**
 * The pretrained weights of a model, from its folder in weights/; null where there are none. The latest are kept.
 *
 * @throws UserError, if the files there are damaged.
 */
export async function loadWeights(model: string): Promise<Checkpoint | null> {
  const directory = weightsFolder(model);
  if (!existsSync(join(directory, "config.json"))) return null;
  if (last?.model !== model) last = { model, checkpoint: await loadGpt2(directory) };
  return last.checkpoint;
}
