import { existsSync } from "node:fs";
import { join } from "node:path";
import { weightsDirectory } from "../files/paths.ts";
import { type Checkpoint, loadGpt2 } from "../models/checkpoint.ts";

let last: { model: string; checkpoint: Checkpoint } | undefined;

/**
 * The pretrained weights of a model, from weights/<model>; null where there are none. The latest are kept.
 *
 * @throws UserError, if the files there are damaged.
 */
export async function loadWeights(model: string): Promise<Checkpoint | null> {
  const directory = join(weightsDirectory, model);
  if (!existsSync(join(directory, "config.json"))) return null;
  if (last?.model !== model) last = { model, checkpoint: await loadGpt2(directory) };
  return last.checkpoint;
}
