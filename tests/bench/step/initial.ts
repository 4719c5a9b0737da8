import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { initialTransfer } from "../../../lib/models/initial_transfer.ts";
import { encodeSafetensors } from "../../../lib/models/safetensors/write.ts";
import type { TransferConfig } from "../../../lib/models/transfer.ts";
import { normal } from "../../../lib/random/arrays.ts";
import { fold, keyOf } from "../../../lib/random/key.ts";
import { bodyOf, type Case, CLASSES, INPUT_WIDTH } from "./work.ts";

/** Writes the parameters and the batch with which all workers start, so that their losses can be compared. */
export async function writeInitial(file: string, work: Case): Promise<void> {
  const config: TransferConfig = {
    body: bodyOf(work),
    input: { kind: "vectors", width: INPUT_WIDTH },
    classes: CLASSES,
    answers: 1,
    answerPositions: 1,
  };
  const shape = [work.batch, work.tokens, INPUT_WIDTH];
  const inputs = { shape, values: normal(fold(keyOf(0), "inputs"), shape[0] * shape[1] * shape[2]) };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, encodeSafetensors({ inputs, ...initialTransfer(config, keyOf(0)) }));
}
