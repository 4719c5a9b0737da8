import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { initialBody } from "../../../lib/models/initial_gpt2.ts";
import { initialTransfer } from "../../../lib/models/initial_transfer.ts";
import { encodeSafetensors } from "../../../lib/models/safetensors/write.ts";
import { normal } from "../../../lib/random/arrays.ts";
import { fold, keyOf } from "../../../lib/random/key.ts";
import { type Case, INPUT_WIDTH, modelOf } from "./work.ts";

/**
 * Writes the parameters and the batch, `inputs` [batch, tokens, 48], with which all workers start, so that their
 * losses can be compared.
 */
export async function writeInitial(file: string, work: Case): Promise<void> {
  const shape = [work.batch, work.tokens, INPUT_WIDTH];
  const inputs = { shape, values: normal(fold(keyOf(0), "inputs"), shape[0] * shape[1] * shape[2]) };
  await mkdir(dirname(file), { recursive: true });
  const model = modelOf(work), key = keyOf(0);
  const parameters = initialTransfer(model, key, initialBody(model.body, key));
  await writeFile(file, encodeSafetensors({ inputs, ...parameters }));
}
