import { bestRuns } from "../analysis/best_runs.ts";
import { isAtGridEdge } from "../analysis/grid_edge.ts";
import { runSeries } from "../analysis/series.ts";
import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { settingLabel, taskLabel } from "./labels.ts";

/**
 * What speaks against trusting figures of `records`, as further sentences of a caption, each after a space: that some
 * runs have not ended, that some diverged even at the best learning rate, and where a better one may lie beyond those
 * tried.
 *
 * @param shown The tasks that the figures are of; all if not given.
 * @param tried Runs of the same tasks at more learning rates, if there are such.
 */
export function warnings(
  records: readonly RunRecord[],
  { shown, tried }: { shown?: readonly string[]; tried?: readonly RunRecord[] } = {},
): string {
  const ours = records.filter(({ task }) => shown === undefined || shown.includes(task));
  return unfinishedWarning(ours) + divergence(ours) + edgeWarning(ours, tried);
}

/** That some of `records` have not ended, likewise as a sentence. */
export function unfinishedWarning(records: readonly RunRecord[]): string {
  const ended = records.filter(isEnded).length;
  if (ended === records.length) return "";
  const failed = records.filter(({ status }) => status === "failed").length;
  return ` Only ${ended} of the ${records.length} runs have ended${
    failed === 0 ? "" : ` (${failed} failed)`
  }: learning ` +
    "rates are compared over the seeds that ended at all of them, where there are any, and figures may change.";
}

function divergence(records: readonly RunRecord[]): string {
  const found = bestRuns(records).flatMap(({ task, setting, runs }) => {
    const diverged = runs.filter(({ status }) => status === "diverged").length;
    return diverged === 0
      ? []
      : [`${taskLabel(task)} ${settingLabel(setting)} with ${diverged} of ${runs.length} seeds`];
  });
  return found.length === 0
    ? ""
    : ` Diverged at the best learning rate: ${
      found.join(", ")
    }; such a run has the accuracy of its best evaluation ` +
      "before, or 0 without one.";
}

/** In which tasks and settings a better learning rate may lie beyond those tried, likewise as a sentence. */
export function edgeWarning(records: readonly RunRecord[], tried = records): string {
  const all = runSeries(tried);
  const edges = runSeries(records).filter(({ task, setting, members }) =>
    isAtGridEdge(members, all.find((one) => one.task === task && one.setting === setting)?.members)
  );
  if (edges.length === 0) return "";
  const names = edges.map(({ task, setting }) => `${taskLabel(task)} ${settingLabel(setting)}`);
  return ` The best learning rate lies at the edge of the grid, and a better one may lie beyond, in ${
    names.join(", ")
  }.`;
}
