import { median } from "./statistics.ts";
import type { History } from "../sweeps/record.ts";

/**
 * The seconds that a gradient step takes in runs of a task that train the same parts, evaluations included: the median
 * over those of `histories` that have taken steps. A single run's own time says more of what else the machine did.
 */
export function secondsPerStep(histories: readonly History[]): (run: History) => number {
  const kindOf = ({ task, config }: History) =>
    JSON.stringify([task, config.setting.trained, config.setting.layers]);
  const groups = Map.groupBy(histories.filter(({ steps }) => steps > 0), kindOf);
  const medians = new Map(
    [...groups].map(([kind, runs]) => [kind, median(runs.map(({ seconds, steps }) => seconds / steps))]),
  );
  return (run) => medians.get(kindOf(run))!;
}
