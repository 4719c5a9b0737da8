import { PUBLISHED_TABLE_1 } from "../published/rothermel_2021.ts";
import { SETTING_NAMES } from "../models/settings.ts";
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
 * What the runs say of each claim, task by task and over all tasks that it is about. Only the paper's four settings are
 * asked: its claims are about no others.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { verdicts } from "./verdicts.ts";
 *
 * const [{ claim, findings }] = verdicts(await historiesOf(preset("pocket")));
 * assert.equal(claim.name, "unfrozen-beats-frozen");
 * assert.equal(findings.length, 4); // tasks
 * ```
 */
export function verdicts(histories: readonly History[], claims: readonly Claim[] = CLAIMS): Verdict[] {
  const asked: readonly string[] = SETTING_NAMES;
  const ofPaper = histories.filter(({ setting }) => asked.includes(setting));
  return claims.map((claim) => {
    const findings = (claim.tasks ?? PUBLISHED_TABLE_1.tasks).map((task) => {
      const ofTask = ofPaper.filter((run) => run.task === task);
      return ofTask.length === 0 ? unknown(task) : claim.finding(task, ofTask);
    });
    return { claim, answer: overall(findings), findings };
  });
}
