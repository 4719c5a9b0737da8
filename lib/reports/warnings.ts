import { series } from "../analysis/curves.ts";
import { isAtGridEdge } from "../analysis/grid_edge.ts";
import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { settingLabel, taskLabel } from "./labels.ts";

/**
 * What speaks against trusting figures of `records`, as further sentences of a caption, each after a space: that some
 * runs have not ended, and where a better learning rate may lie beyond those tried.
 *
 * @param shown The tasks that the figures are of; all if not given.
 */
export function warnings(records: readonly RunRecord[], shown?: readonly string[]): string {
  const ours = records.filter(({ task }) => shown === undefined || shown.includes(task));
  return unfinished(ours) + edgeWarning(ours);
}

function unfinished(records: readonly RunRecord[]): string {
  const ended = records.filter(isEnded).length;
  return ended === records.length
    ? ""
    : ` Only ${ended} of the ${records.length} runs have ended: figures are of these, and may change.`;
}

/** In which tasks and settings a better learning rate may lie beyond those tried, likewise as a sentence. */
export function edgeWarning(records: readonly RunRecord[]): string {
  const edges = series(records).filter(({ members }) => isAtGridEdge(members));
  if (edges.length === 0) return "";
  const names = edges.map(({ task, setting }) => `${taskLabel(task)} ${settingLabel(setting)}`);
  return ` The best learning rate lies at the edge of the grid, and a better one may lie beyond, in ${
    names.join(", ")
  }.`;
}
