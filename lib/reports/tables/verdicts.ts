import type { Claim } from "../../analysis/claims.ts";
import type { Finding, Quantity } from "../../analysis/verdict.ts";
import { verdicts } from "../../analysis/verdicts.ts";
import { type History, isEnded } from "../../sweeps/record.ts";
import { PUBLISHED_TABLE_1 } from "../../published/rothermel_2021.ts";
import type { Display } from "../display.ts";
import { points, taskLabel, times } from "../labels.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/**
 * What our runs say of each claim of the paper, over all tasks and on each, with the numbers that say so.
 *
 * @param claims All if not given.
 * @param remark What else there is to say of the runs, as further sentences of the caption, each after a space.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { verdictsTable } from "./verdicts.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = await verdictsTable(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /inconclusive at this scale/);
 * ```
 */
export async function verdictsTable(
  histories: readonly History[],
  experiment: ScaleOf,
  { claims, remark = "" }: { claims?: readonly Claim[]; remark?: string } = {},
): Promise<Display> {
  const whole = histories.every(isEnded);
  const rows = verdicts(histories, claims).map(({ claim, answer, findings }) => ({
    "Claim": `${claim.text} (${claim.source})`,
    "Verdict": answer === "inconclusive" ? `inconclusive ${whole ? "at this scale" : "so far"}` : answer,
    ...ofTasks(findings, claim.quantity),
    "Counts as replicated if": claim.rule,
  }));
  return await rowsTable(rows, {
    caption:
      "The claims of Rothermel et al. (2021, arXiv:2107.12460). One task can refute a claim, all of its tasks are " +
      "needed to replicate it, so with four tasks a true claim would be refuted by chance in up to one of ten cases, and a " +
      "false one hardly ever confirmed. Intervals are of what seeds differ by, not of other test examples or another " +
      `pretrained body. ${scaleNote(experiment)}${warnings(histories)}${remark}`,
    rowHeaders: 2,
  });
}

/** What was found on each of the paper's tasks; null on those that a claim is not about. */
function ofTasks(findings: readonly Finding[], quantity: Quantity): Record<string, string | null> {
  return Object.fromEntries(PUBLISHED_TABLE_1.tasks.map((task) => {
    const found = findings.find((one) => one.task === task);
    return [taskLabel(task), found ? describe(found, quantity) : null];
  }));
}

function describe({ answer, value, low, high, note }: Finding, quantity: Quantity): string {
  const { number, of } = PRINT[quantity];
  const interval = low === null || high === null ? "" : ` (${number(low)} to ${number(high)})`;
  const seen = [
    ...value === null ? [] : [`${number(value)} ${of}${interval}`],
    ...note === undefined ? [] : [note],
  ];
  return seen.length === 0 ? "nothing measured" : `${answer}: ${seen.join(", ")}`;
}

const PRINT: Record<Quantity, { number: (value: number) => string; of: string }> = {
  "difference of accuracies": { number: points, of: "points" },
  "ratio of learning rates": { number: times, of: "times the learning rate" },
  "lower learning rates": {
    number: String,
    of: "lower learning rates put training everything ahead beyond what seeds differ by",
  },
  "pairs of learning rates": {
    number: String,
    of: "pairs of learning rates have orders that differ beyond what seeds differ by",
  },
  "speedup": { number: times, of: "times fewer steps" },
};
