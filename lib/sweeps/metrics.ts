import { z } from "zod";
import { jsonOrUndefined } from "../files/json.ts";
import { readTextFile } from "../files/read.ts";
import { evaluationSchema } from "../training/progress.ts";
import type { Metrics } from "../training/train.ts";

const metricsSchema = z.union([
  z.strictObject({ step: z.int(), loss: z.number() }),
  evaluationSchema,
]);

/**
 * The metrics in a file of one JSON object a line, in the order of their steps.
 *
 * A run that was killed repeats the steps since its last checkpoint, with the same values, and may have left half
 * a line: repeated and broken lines are passed over.
 */
export async function readMetrics(path: string): Promise<Metrics[]> {
  const metrics = new Map<string, Metrics>();
  for (const line of (await readTextFile(path)).split("\n")) {
    const parsed = metricsSchema.safeParse(jsonOrUndefined(line));
    if (parsed.success) metrics.set(`${parsed.data.step} ${"loss" in parsed.data}`, parsed.data);
  }
  return [...metrics.values()].sort((a, b) => a.step - b.step);
}
