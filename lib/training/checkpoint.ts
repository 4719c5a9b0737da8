import { existsSync } from "node:fs";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { writeAtomically } from "../files/json.ts";
import { download, type HostParameters } from "../models/parameters.ts";
import { openSafetensors } from "../models/safetensors/read.ts";
import { encodeSafetensors } from "../models/safetensors/write.ts";
import { assign, type Learner } from "./learner.ts";

const progressSchema = z.strictObject({
  /** Gradient steps taken. */
  step: z.int().min(0),
  seconds: z.number().min(0),
  evaluations: z.array(z.strictObject({
    step: z.int(),
    validationAccuracy: z.number(),
    validationLoss: z.number().nullable().transform((loss) => loss ?? NaN),
  })),
  /** The losses since the last that were reported. */
  losses: z.array(z.number()),
  ended: z.enum(["finished", "diverged"]).nullable(),
});

/** Where a run stands; with the learner's tensors this is all that is needed to go on. */
export type Progress = z.infer<typeof progressSchema>;

/** Writes a run to a safetensors file: the trained parameters now and at their best, Adam's moments, the progress. */
export async function saveCheckpoint(
  path: string,
  { trained, moments }: Learner,
  progress: Progress,
  best: HostParameters,
): Promise<void> {
  const groups = {
    now: download(trained),
    first: download(moments.first),
    second: download(moments.second),
    best,
  };
  const tensors = Object.entries(groups).flatMap(([group, parameters]) =>
    Object.entries(parameters).map(([name, value]) => [`${group}/${name}`, value])
  );
  const metadata = { progress: JSON.stringify(progress) };
  await writeAtomically(path, encodeSafetensors(Object.fromEntries(tensors), { metadata }));
}

/**
 * Sets `learner` to what a file of {@linkcode saveCheckpoint} holds; null where there is no such file.
 *
 * @throws UserError, if the file is damaged or of another run.
 */
export async function loadCheckpoint(
  path: string,
  { trained, moments }: Learner,
): Promise<{ progress: Progress; best: HostParameters } | null> {
  if (!existsSync(path)) return null;
  await using file = await openSafetensors(path);
  const read = async (group: string) => {
    const entries = Object.entries(trained).map(async ([name, { shape }]) => {
      const place = `${group}/${name}`, found = file.tensors.get(place)?.shape;
      if (`${found}` !== `${shape}`) {
        throw new UserError(
          `Expected ${path} to hold ${place} [${shape}] but found ${found ? `[${found}]` : "nothing"}: ` +
            "delete the file to start the run anew",
        );
      }
      return [name, await file.read(place)] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as HostParameters;
  };
  assign(trained, await read("now"));
  assign(moments.first, await read("first"));
  assign(moments.second, await read("second"));
  const progress = progressSchema.parse(JSON.parse(file.metadata.progress));
  return { progress, best: await read("best") };
}
