import { compareSettings } from "../lib/analysis/comparisons.ts";
import { leader } from "../lib/analysis/paired.ts";
import { PUBLISHED_TABLE_1 } from "../lib/published/rothermel_2021.ts";
import { archiveFile, readArchive } from "../lib/sweeps/archive.ts";
import type { History } from "../lib/sweeps/record.ts";

/** The runs under version control; those of one's own are not what README and notebooks tell of. */
export async function archivedRuns(experiment: string): Promise<History[]> {
  const archive = await readArchive(archiveFile(experiment));
  return [...archive.values()].map(({ evaluations, ...stored }) => ({ ...stored, stored, evaluations }));
}

/** The paper's tasks, sorted, on which the first of two settings is ahead, each at its best learning rate. */
export function tasksAhead(
  records: readonly History[],
  [first, second]: readonly [string, string],
): string[] {
  const tasks: readonly string[] = PUBLISHED_TABLE_1.tasks;
  return compareSettings(records, [[first, second]])
    .filter(({ task, comparison }) => leader(comparison) === "first" && tasks.includes(task))
    .map(({ task }) => task).toSorted();
}

/** Unfrozen and frozen, with pretraining and without. */
export const PRETRAINED = ["unfrozen-pretrained", "frozen-pretrained"] as const;
export const RANDOM = ["unfrozen-random", "frozen-random"] as const;
