import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { sha256OfFile } from "../files/integrity.ts";
import { readJson, writeAtomically, writeJson } from "../files/json.ts";
import { saveGpt2 } from "../models/checkpoint.ts";
import { sizeOf } from "../models/parameters.ts";
import { fillFolder } from "../weights/staging.ts";
import { modelCard } from "./card.ts";
import { modelOf } from "./learner.ts";
import { evaluationSchema, type Pretrained } from "./pretrain.ts";
import { type PretrainingRun, pretrainingRunSchema } from "./run.ts";
import type { Text } from "./text.ts";

/** All that is known of pretrained weights, as pretraining.json keeps it beside them. */
const pretrainingRecordSchema = z.strictObject({
  ...pretrainingRunSchema.shape,
  /** What the text is made of, a line each; empty if nothing says so. */
  titles: z.array(z.string()),
  /** How many numbers were trained. */
  parameters: z.int(),
  /** Bytes that were learned from, repetitions counted. */
  bytes: z.int(),
  /** Time spent, over all starts. */
  seconds: z.number(),
  /** Looks at a part of the validation text, in windows as long as those of training at that step. */
  evaluations: z.array(evaluationSchema),
  /** On the whole validation text. */
  validationBitsPerByte: z.number(),
  /** What gzip -9 makes of the whole validation text, as a yardstick. */
  gzipBitsPerByte: z.number(),
  /** Of model.safetensors, in hexadecimal. */
  sha256: z.string(),
});
export type PretrainingRecord = z.infer<typeof pretrainingRecordSchema>;

/** What is written of the text that a model was validated on. */
type ValidatedText = Pick<Text, "titles" | "about" | "validation">;

/** Where the record is, in the folder of the weights. */
export const recordFile = (directory: string) => join(directory, "pretraining.json");

/** Writes a pretrained model in Hugging Face's format, its record and its model card to a folder: all of it or nothing. */
export async function writePretrained(
  directory: string,
  run: PretrainingRun,
  text: ValidatedText,
  pretrained: Pretrained,
): Promise<PretrainingRecord> {
  const put = (folder: string) => writeFiles(folder, run, text, pretrained);
  return await fillFolder(directory, "pretrained", { put, check: () => Promise.resolve() });
}

async function writeFiles(
  directory: string,
  run: PretrainingRun,
  { titles, about, validation }: ValidatedText,
  { parameters, ...result }: Pretrained,
): Promise<PretrainingRecord> {
  await saveGpt2(directory, modelOf(run.options), parameters);
  const record: PretrainingRecord = {
    ...run,
    titles,
    parameters: Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    ...result,
    gzipBitsPerByte: 8 *
      (await promisify<Uint8Array, { level: number }, Uint8Array>(gzip)(validation, { level: 9 })).length /
      validation.length,
    sha256: await sha256OfFile(join(directory, "model.safetensors")),
  };
  await writeJson(recordFile(directory), record);
  await writeAtomically(join(directory, "README.md"), modelCard(record, about));
  return record;
}

/**
 * What {@linkcode writePretrained} has written beside the weights in a folder.
 *
 * @throws {UserError} If there is no such file, or it is damaged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { weightsFolder } from "../weights/folders.ts";
 * import { readPretrainingRecord } from "./record.ts";
 *
 * const { validationBitsPerByte, gzipBitsPerByte } = await readPretrainingRecord(weightsFolder("pocket"));
 * assert(validationBitsPerByte < gzipBitsPerByte);
 * ```
 */
export async function readPretrainingRecord(directory: string): Promise<PretrainingRecord> {
  const path = recordFile(directory);
  if (existsSync(path)) return await readJson(path, pretrainingRecordSchema);
  throw new UserError(`Expected ${path}, which \`deno task pretrain\` writes beside weights, but found none`);
}
