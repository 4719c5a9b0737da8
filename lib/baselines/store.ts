import { isDeepStrictEqual } from "node:util";
import { dirname, join } from "node:path";
import { adding } from "../errors.ts";
import { makeDirectory, writeAtomically } from "../files/json.ts";
import { readJsonLines } from "../files/json_lines.ts";
import { dataDirectory } from "../files/paths.ts";
import { type Experiment, learningRatesOf } from "../sweeps/experiment.ts";
import { sourceOf } from "../sweeps/presets.ts";
import { entryOf } from "../sweeps/within_grid.ts";
import { identified } from "../tasks/identified.ts";
import { type BaselineRecord, baselineRecordSchema } from "./record.ts";

/** Where the baselines of an experiment are kept, under version control, a line of JSON for each. */
export function baselinesFile(experiment: string): string {
  return join(dataDirectory, "records", "baselines", `${experiment}.jsonl`);
}

/** What computes the baselines of an experiment of this name: of a preset, or of a file of the user's. */
export function baselinesCommand(experiment: string): string {
  return `deno task baselines ${sourceOf(experiment)}`;
}

/** Writes baselines to a file, in place of what it held. */
export async function writeBaselines(file: string, records: readonly BaselineRecord[]): Promise<void> {
  await makeDirectory(dirname(file));
  await writeAtomically(file, records.map((record) => JSON.stringify(record) + "\n").join(""));
}

/**
 * The baselines of an experiment that are on record; none where there is no file. Those of tasks that are posed or trained
 * otherwise by now, of other learning rates and other seeds are left out.
 *
 * @param onOthers Called with how many are left out.
 * @throws {UserError} If a line of the file does not fit; it names the line.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "../sweeps/presets.ts";
 * import { readBaselines } from "./store.ts";
 *
 * const baselines = await readBaselines(preset("quick"));
 * assert(baselines.some(({ task, baseline }) => task === "listops" && baseline === "majority"));
 * ```
 */
export async function readBaselines(
  experiment: Experiment,
  file: string = baselinesFile(experiment.name),
  onOthers: (count: number) => void = () => {},
): Promise<BaselineRecord[]> {
  const records = await readJsonLines(file, baselineRecordSchema, "a baseline").catch((error) => {
    throw adding(`\n\`${baselinesCommand(experiment.name)} --anew\` makes the file anew`, error);
  });
  const tasks = await Promise.all(experiment.tasks.map(({ task }) => identified(task)));
  const ours = records.filter(({ config, baseline, learningRate, seed }) => {
    const entry = entryOf(experiment, config);
    return entry !== undefined && tasks.some((task) => isDeepStrictEqual(task, config.task)) &&
      (learningRate === null || learningRatesOf(experiment, entry, baseline).includes(learningRate)) &&
      (seed === null || experiment.seeds.includes(seed));
  });
  onOthers(records.length - ours.length);
  return ours;
}
