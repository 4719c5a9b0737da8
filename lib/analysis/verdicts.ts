import { PUBLISHED_TABLE_1 } from "../published/rothermel_2021.ts";
import type { History } from "../sweeps/record.ts";
import { type Claim, CLAIMS } from "./claims.ts";
import { type Answer, type Finding, overall, unknown } from "./verdict.ts";

/** What became of a claim. */
export interface Verdict {
  claim: Claim;
  answer: Answer;
  findings: Finding[];
}

/**
 * What the runs say of each claim, task by task and over all tasks that it is about.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { verdicts } from "./verdicts.ts";
 *
 * assert(verdicts([]).every(({ answer }) => answer === "cannot be told"));
 * ```
 */
export function verdicts(histories: readonly History[], claims: readonly Claim[] = CLAIMS): Verdict[] {
  return claims.map((claim) => {
    const findings = (claim.tasks ?? PUBLISHED_TABLE_1.tasks).map((task) => {
      const ofTask = histories.filter((run) => run.task === task);
      return ofTask.length === 0 ? unknown(task) : claim.finding(task, ofTask);
    });
    return { claim, answer: overall(findings), findings };
  });
}
