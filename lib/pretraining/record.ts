import { join } from "node:path";
import { z } from "zod";
import { sha256Of } from "../files/integrity.ts";
import { writeAtomically } from "../files/json.ts";
import { saveGpt2 } from "../models/checkpoint.ts";
import { sizeOf } from "../models/parameters.ts";
import { modelCard } from "./card.ts";
import { modelOf } from "./learner.ts";
import { evaluationSchema, type Pretrained } from "./pretrain.ts";
import { type PretrainingRun, pretrainingRunSchema } from "./run.ts";
import type { Text } from "./text.ts";

/** All that is known of pretrained weights, as pretraining.json keeps it beside them. */
export const pretrainingRecordSchema = z.strictObject({
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
  /** Of model.safetensors, in hexadecimal. */
  sha256: z.string(),
});
export type PretrainingRecord = z.infer<typeof pretrainingRecordSchema>;

/** Where the record is, in the folder of the weights. */
export const recordFile = (directory: string) => join(directory, "pretraining.json");

/** Writes a pretrained model in Hugging Face's format, its record and its model card to a folder. */
export async function writePretrained(
  directory: string,
  run: PretrainingRun,
  { titles, about }: Pick<Text, "titles" | "about">,
  { parameters, ...result }: Pretrained,
): Promise<PretrainingRecord> {
  await saveGpt2(directory, modelOf(run.options), parameters);
  const record: PretrainingRecord = {
    ...run,
    titles,
    parameters: Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    ...result,
    sha256: await sha256Of(join(directory, "model.safetensors")),
  };
  await writeAtomically(recordFile(directory), JSON.stringify(record, null, 2) + "\n");
  await writeAtomically(join(directory, "README.md"), modelCard(record, about));
  return record;
}
