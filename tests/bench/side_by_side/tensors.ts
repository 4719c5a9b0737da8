import type { HostParameters } from "../../../lib/models/parameters.ts";
import { openSafetensors } from "../../../lib/models/safetensors/read.ts";

/** All tensors of a safetensors file. */
export async function readTensors(path: string): Promise<HostParameters> {
  await using file = await openSafetensors(path);
  const tensors: HostParameters = {};
  for (const name of file.tensors.keys()) tensors[name] = await file.read(name);
  return tensors;
}
