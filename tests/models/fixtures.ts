import { join } from "node:path";
import type { HostParameters } from "../../lib/models/parameters.ts";
import { openSafetensors } from "../../lib/models/safetensors/read.ts";

/** The folder of what make_gpt2.py wrote. */
export const fixtures = join(import.meta.dirname!, "..", "fixtures", "models");

/** All tensors of a safetensors file, by name. */
export async function readAll(path: string): Promise<HostParameters> {
  await using file = await openSafetensors(path);
  const tensors: HostParameters = {};
  for (const name of file.tensors.keys()) tensors[name] = await file.read(name);
  return tensors;
}
