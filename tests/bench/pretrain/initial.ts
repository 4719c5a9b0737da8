import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { initialGpt2 } from "../../../lib/models/initial_gpt2.ts";
import { encodeSafetensors } from "../../../lib/models/safetensors/write.ts";
import { fold, keyOf } from "../../../lib/random/key.ts";
import { Stream } from "../../../lib/random/stream.ts";
import { type Case, model } from "./work.ts";

/**
 * Writes the parameters and the batch, `bytes` [batch, length + 1], with which all workers start, so that their
 * losses can be compared. The bytes are random: how long a step takes does not depend on them.
 */
export async function writeInitial(file: string, { batch, length }: Case): Promise<void> {
  const stream = new Stream(fold(keyOf(0), "bytes")), shape = [batch, length + 1];
  const bytes = {
    shape,
    values: Float32Array.from({ length: batch * (length + 1) }, () => stream.below(256)),
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, encodeSafetensors({ bytes, ...initialGpt2(model, keyOf(0)) }));
}
