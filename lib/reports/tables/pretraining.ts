import type { PretrainingRecord } from "../../pretraining/record.ts";
import { precisionLabel } from "../../training/options.ts";
import type { Display } from "../display.ts";
import { duration } from "../labels.ts";
import { origins } from "../origins.ts";
import { frame } from "./frames.ts";
import { table } from "./table.ts";

/**
 * How weights were pretrained and how well they predict, as pretraining.json beside them tells.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readPretrainingRecord } from "../../pretraining/record.ts";
 * import { weightsFolder } from "../../weights/folders.ts";
 * import { pretrainingTable } from "./pretraining.ts";
 *
 * const record = await readPretrainingRecord(weightsFolder("pocket"));
 * const { bundle } = await pretrainingTable("pocket", record);
 * assert.match(bundle["text/plain"], /Bits per byte of the validation text +\d\.\d{3}/);
 * ```
 */
export async function pretrainingTable(name: string, record: PretrainingRecord): Promise<Display> {
  const { options, parameters, bytes, seconds, files, starts } = record;
  const count = (value: number) => value.toLocaleString("en");
  const rows = [
    ["Parameters", count(parameters)],
    ["Text", files.map((file) => `${file.name} (${file.use}, ${count(file.bytes)} bytes)`).join(", ")],
    ["Gradient steps", count(options.steps)],
    ["Bytes learned from", count(bytes)],
    ["Time", duration(seconds)],
    ["Matrix products in", precisionLabel(options.matmulPrecision)],
    ["Bits per byte of the validation text", record.validationBitsPerByte.toFixed(3)],
    ["gzip -9 on the same", record.gzipBitsPerByte.toFixed(3)],
  ];
  return table(await frame(rows.map(([what, value]) => ({ "": what, [name]: value }))), {
    caption: `The weights of ${name}, pretrained ${origins(starts)}`,
  });
}
