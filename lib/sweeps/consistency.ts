import type { z } from "zod";
import type { Evaluation } from "../training/early_stopping.ts";
import type { RunConfig } from "./experiment.ts";
import { unfinished } from "./outcome.ts";
import type { RunRecord } from "./record.ts";
import { runId } from "./run_id.ts";

/** What a run says that follows from its configuration. */
const CONFIGURED = ["task", "setting", "learningRate", "seed"] as const;

/** What only a run that did not finish may lack. */
const RESULTS = ["validationAccuracy", "testAccuracy", "trainAccuracy", "bestStep"] as const;

/** Refuses a record that contradicts itself, as one may that was edited by hand. */
export function checkAgreement(run: RunRecord & { config: RunConfig }, context: z.RefinementCtx): void {
  const refuse = (field: keyof RunRecord, message: string) =>
    context.addIssue({ code: "custom", path: [field], message });
  const id = runId(run.config), expected = unfinished(run, "pending");
  if (run.runId !== id) refuse("runId", `Expected ${id}, by its configuration, but found ${run.runId}`);
  for (const field of CONFIGURED) {
    if (run[field] === expected[field]) continue;
    refuse(field, `Expected ${expected[field]}, as its configuration says, but found ${run[field]}`);
  }
  for (const field of RESULTS) {
    if (run.status !== "finished" || run[field] !== null) continue;
    refuse(field, "Expected a number, since the run has finished, but found null");
  }
}

/** Refuses evaluations without that of the best step, such as those of a file that was lost. */
export function checkEvaluations(
  run: RunRecord & { evaluations: readonly Evaluation[] },
  context: z.RefinementCtx,
): void {
  if (hasBestEvaluation(run, run.evaluations)) return;
  const message =
    `Expected that of step ${run.bestStep} with the validation accuracy ${run.validationAccuracy} but found none`;
  context.addIssue({ code: "custom", path: ["evaluations"], message });
}

/** Whether among its evaluations is that of the best step, from which a run has its validation accuracy. */
export function hasBestEvaluation(
  { bestStep, validationAccuracy }: Pick<RunRecord, "bestStep" | "validationAccuracy">,
  evaluations: readonly Evaluation[],
): boolean {
  return bestStep === null ||
    evaluations.some((one) => one.step === bestStep && one.validationAccuracy === validationAccuracy);
}
