import { archiveFile, readArchive } from "./archive.ts";
import type { Experiment } from "./experiment.ts";
import { readHistories } from "./histories.ts";
import type { History } from "./record.ts";
import { runsOf } from "./runs_of.ts";
import { sweepDirectory } from "./store.ts";

/**
 * The histories of an experiment's runs: of those in data/runs, else of those under version control. Nothing is
 * trained and no data are needed, but for files of ListOps that a task names, by whose content its runs are known; without
 * weights the pretrained runs are those of the weights that the archive knows.
 *
 * @param directory Where the runs are looked for, instead of in both places.
 *
 * @throws {UserError} If a file of runs is damaged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "./histories_of.ts";
 * import { preset } from "./presets.ts";
 *
 * const [run] = await historiesOf(preset("quick"));
 * assert.equal(run.evaluations.at(-1)!.step, run.steps);
 * ```
 */
export async function historiesOf(experiment: Experiment, directory?: string): Promise<History[]> {
  const archive = directory === undefined ? await readArchive(archiveFile(experiment.name)) : undefined;
  const archived = [...archive?.values() ?? []].find(({ config }) => config.weights !== null)?.config.weights;
  const runs = await runsOf(experiment, archived);
  return await readHistories(directory ?? sweepDirectory(experiment.name), runs, archive);
}
