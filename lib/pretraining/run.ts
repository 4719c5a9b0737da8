import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { adding, UserError } from "../errors.ts";
import { readJson, writeJson } from "../files/json.ts";
import { type Provenance, provenanceSchema } from "../provenance.ts";
import { type PretrainingOptions, pretrainingOptionsSchema } from "./options.ts";
import type { Text } from "./text.ts";

/** A run as run.json keeps it beside the checkpoint: what it depends on, and who has worked on it. */
export const pretrainingRunSchema = z.strictObject({
  options: pretrainingOptionsSchema,
  /** What the text was read from. */
  files: z.array(z.strictObject({
    name: z.string(),
    use: z.enum(["train", "validation", "both"]),
    bytes: z.int(),
    sha256: z.string(),
  })),
  /** Each time that the run was started or resumed; `ended` is when that was. */
  starts: z.array(provenanceSchema),
});
export type PretrainingRun = z.infer<typeof pretrainingRunSchema>;

/** Where a run is noted, and where it is kept, in its folder. */
const runFile = (directory: string) => join(directory, "run.json");
export const checkpointFile = (directory: string) => join(directory, "checkpoint.safetensors");

/**
 * Notes in the run's folder that it is started or resumed. Starts that left no checkpoint are not kept, as nothing of
 * theirs is in the run.
 *
 * @throws {UserError} If its note is damaged, or the run there has other options or another text: its checkpoint could not
 * be resumed.
 */
export async function noteStart(
  directory: string,
  { options, files }: { options: PretrainingOptions; files: Text["files"] },
  start: Provenance,
): Promise<PretrainingRun> {
  const path = runFile(directory);
  const earlier = existsSync(path) ? await readEarlier(path) : null;
  const differing = earlier === null
    ? []
    : differences({ ...earlier.options, files: earlier.files }, { ...options, files });
  if (differing.length > 0) {
    throw new UserError(
      `Expected to resume the run of ${path} but found another ${
        differing.join(", ")
      }: start with the same, choose ` +
        "another --name, or delete its folder to start anew",
    );
  }
  const starts = existsSync(checkpointFile(directory)) ? earlier?.starts ?? [] : [];
  const run = { options, files, starts: [...starts, start] };
  await writeJson(path, run);
  return run;
}

async function readEarlier(path: string): Promise<PretrainingRun> {
  return await readJson(path, pretrainingRunSchema).catch((error) => {
    throw adding(": delete it, and the same command goes on from the checkpoint", error);
  });
}

/** The names of fields, which both have, that are not the same. */
function differences(a: Record<string, unknown>, b: Record<string, unknown>): string[] {
  return Object.keys(a).filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}
