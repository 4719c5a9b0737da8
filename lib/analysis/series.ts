import { UserError } from "../errors.ts";
import { isEnded, type RunRecord } from "../sweeps/record.ts";

/** What belongs to one task in one setting. */
interface Series<Item> {
  task: string;
  setting: string;
  members: Item[];
}

/** The tasks of `items`, each once, in order of appearance. */
export function tasksOf(items: readonly { task: string }[]): string[] {
  return [...new Set(items.map(({ task }) => task))];
}

/** `items` by task and setting, both in order of appearance. */
export function series<Item extends { task: string; setting: string }>(
  items: readonly Item[],
): Series<Item>[] {
  return [...Map.groupBy(items, ({ task }) => task)].flatMap(([task, ofTask]) =>
    [...Map.groupBy(ofTask, ({ setting }) => setting)].map(([setting, members]) => ({
      task,
      setting,
      members,
    }))
  );
}

/** The {@linkcode distinctRuns} of `records` likewise. */
export function runSeries<Run extends RunRecord>(records: readonly Run[]): Series<Run>[] {
  return series(distinctRuns(records));
}

/**
 * Each run once, as it ended if it did: records that were put together may share runs, which would count as more seeds.
 *
 * @throws {UserError} If two runs differ in what statistics do not look at, such as their body or number of steps.
 */
export function distinctRuns<Run extends RunRecord>(records: readonly Run[]): Run[] {
  const runs = new Map<string, Run>(), ids = new Map<string, string>();
  for (const run of records) {
    const { runId, task, setting, learningRate, seed } = run, known = runs.get(runId);
    if (known === undefined || !isEnded(known)) runs.set(runId, run);
    const place = `${task} ${setting} at ${learningRate} with seed ${seed}`, id = ids.get(place) ?? runId;
    if (id !== runId) {
      throw new UserError(
        `Expected one run of ${place} but found ${id} and ${runId}, which differ in other options: ` +
          "put together runs of one experiment, and of others those `withinGrid` of it",
      );
    }
    ids.set(place, id);
  }
  return [...runs.values()];
}
