import { median } from "./statistics.ts";
import type { History } from "../sweeps/record.ts";

/**
 * The seconds that a gradient step takes in runs like `runs`, evaluations included: the median over those of
 * `histories` that have taken steps on the same task, train the same parts, and were made by the same code on a
 * machine of the same name. A single run's own time says more of what else the machine did.
 *
 * @param runs Of one task and setting; some have taken steps, and all are among `histories`.
 */
export function secondsPerStep(histories: readonly History[], runs: readonly History[]): number {
  const kinds = new Set(runs.map(kindOf));
  const alike = histories.filter((run) => run.steps > 0 && kinds.has(kindOf(run)));
  return median(alike.map(({ seconds, steps }) => seconds / steps));
}

function kindOf({ task, config: { setting }, stored }: History): string {
  const { commit, machine } = stored?.provenance ?? {};
  return JSON.stringify([task, setting.trained, setting.layers, commit, machine]);
}
