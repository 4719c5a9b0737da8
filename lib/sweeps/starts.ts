import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { appendLines } from "../files/lines.ts";
import { jsonOrUndefined } from "../files/json.ts";
import { readTextFile } from "../files/read.ts";
import { type Provenance, provenanceSchema } from "../provenance.ts";
import { checkpointFile, metricsFile, startsFile } from "./store.ts";

/**
 * Notes that a run starts, or goes on from its checkpoint. What an attempt without a checkpoint has left is deleted: its
 * metrics are not those of the attempt that starts now.
 *
 * @returns Where the run's earlier parts were made, as far as with other code, or on another backend, machine or number
 * of threads.
 */
export async function noteStart(directory: string, runId: string, start: Provenance): Promise<Provenance[]> {
  const path = startsFile(directory, runId);
  if (!existsSync(checkpointFile(directory, runId))) {
    await rm(path, { force: true });
    await writeFile(metricsFile(directory, runId), ""); // not another file: this one may be locked
  }
  const starts = await readStarts(path);
  using log = appendLines<Provenance>(path);
  log.write(start);
  return [...new Map(starts.map((one) => [placeOf(one), one])).values()]
    .filter((one) => placeOf(one) !== placeOf(start));
}

async function readStarts(path: string): Promise<Provenance[]> {
  if (!existsSync(path)) return [];
  return (await readTextFile(path)).split("\n").flatMap((line) => {
    const parsed = provenanceSchema.safeParse(jsonOrUndefined(line));
    return parsed.success ? [parsed.data] : []; // a process that was killed may have left half a line
  });
}

const placeOf = ({ commit, backend, threads, machine }: Provenance) =>
  JSON.stringify([commit, backend, threads, machine]);
