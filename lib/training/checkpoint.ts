import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { z } from "zod";
import { adding, UserError } from "../errors.ts";
import { jsonOrUndefined, writeAtomically } from "../files/json.ts";
import { download, type HostParameters, type HostTensor } from "../models/parameters.ts";
import { openSafetensors, type Safetensors } from "../models/safetensors/read.ts";
import { encodeSafetensors } from "../models/safetensors/write.ts";
import { assign, type Learner } from "./learner.ts";

const REMEDY = "delete the file to start the run anew";

/** What is trained and what its optimizer remembers. */
type Trainee = Pick<Learner, "trained" | "moments">;

/**
 * Writes a run to a safetensors file: the trained parameters and Adam's moments, other parameters by the name of
 * their group, and the progress, which is anything that JSON can hold.
 */
export async function saveCheckpoint(
  path: string,
  { trained, moments }: Trainee,
  progress: unknown,
  others: Record<string, HostParameters> = {},
): Promise<void> {
  const groups = {
    now: await download(trained),
    first: await download(moments.first),
    second: await download(moments.second),
    ...others,
  };
  const tensors = Object.fromEntries(
    Object.entries(groups).flatMap(([group, parameters]) =>
      Object.entries(parameters).map(([name, value]) => [`${group}/${name}`, value])
    ),
  );
  const text = JSON.stringify(progress);
  const metadata = {
    progress: text,
    sha256: await hashOf(text, Object.keys(tensors), (name) => tensors[name]),
  };
  await writeAtomically(path, encodeSafetensors(tensors, { metadata }));
}

/**
 * Sets parameters and moments to what a file of {@linkcode saveCheckpoint} holds; null where there is no such file.
 * After an error they may hold a part of it.
 *
 * @param schema Of the progress.
 * @param groups The names of the other groups; each has the shapes of the trained parameters.
 * @throws {UserError} If the file is damaged or of another run.
 */
export async function loadCheckpoint<Schema extends z.ZodType, Group extends string = never>(
  path: string,
  { trained, moments }: Trainee,
  schema: Schema,
  groups: readonly Group[] = [],
): Promise<{ progress: z.output<Schema>; others: Record<Group, HostParameters> } | null> {
  if (!existsSync(path)) return null;
  await using file = await openSafetensors(path).catch((error) => {
    throw adding(`: ${REMEDY}`, error);
  });
  await checkHash(file, path);
  const progress = parseProgress(file.metadata.progress, schema, path);
  const read = async (group: string) => {
    const entries = Object.entries(trained).map(async ([name, { shape }]) => {
      const place = `${group}/${name}`, found = file.tensors.get(place)?.shape;
      if (`${found}` !== `${shape}`) {
        throw new UserError(
          `Expected ${path} to hold ${place} [${shape}] but found ${found ? `[${found}]` : "nothing"}: ` +
            REMEDY,
        );
      }
      return [name, await file.read(place)] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as HostParameters;
  };
  assign(trained, await read("now"));
  assign(moments.first, await read("first"));
  assign(moments.second, await read("second"));
  const others = await Promise.all(groups.map(async (group) => [group, await read(group)] as const));
  return { progress, others: Object.fromEntries(others) as Record<Group, HostParameters> };
}

/** Checks that no bit has changed since the file was written. */
async function checkHash({ metadata, tensors, read }: Safetensors, path: string): Promise<void> {
  if (await hashOf(metadata.progress ?? "", tensors.keys(), read) === metadata.sha256) return;
  throw new UserError(`Expected ${path} to be as it was written but found it damaged: ${REMEDY}`);
}

/** The SHA-256 of the progress and of tensors' names and numbers, in hexadecimal. */
async function hashOf(
  progress: string,
  names: Iterable<string>,
  read: (name: string) => HostTensor | Promise<HostTensor>,
): Promise<string> {
  const hash = createHash("sha256").update(progress);
  for (const name of names) hash.update(name).update((await read(name)).values);
  return hash.digest("hex");
}

function parseProgress<Schema extends z.ZodType>(
  text: string | undefined,
  schema: Schema,
  path: string,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOrUndefined(text ?? ""));
  if (parsed.success) return parsed.data;
  throw new UserError(
    `Expected ${path} to hold the progress of this run but found another: ${REMEDY}\n` +
      z.prettifyError(parsed.error),
  );
}
