import { z } from "zod";
import { provenanceSchema } from "../provenance.ts";
import type { Evaluation } from "../training/early_stopping.ts";
import { evaluationSchema } from "../training/progress.ts";
import { checkAgreement, checkEvaluations } from "./consistency.ts";
import { type RunConfig, runConfigSchema } from "./experiment.ts";

/** What became of a run. A run that diverged is a result: its loss left the finite numbers. */
export const STATUSES = ["finished", "diverged", "failed", "running", "pending"] as const;

const accuracy = z.number().min(0).max(1).nullable();

/** One run of a sweep, as `results --json` prints it. */
export const runRecordSchema = z.object({
  runId: z.string(),
  task: z.string(),
  setting: z.string(),
  learningRate: z.number().positive(),
  seed: z.int().min(0),
  status: z.enum(STATUSES),
  /** Fractions from 0 to 1 at the best validation step; null until they are known. */
  validationAccuracy: accuracy,
  testAccuracy: accuracy,
  trainAccuracy: accuracy,
  /** The gradient step at which validation accuracy was best. */
  bestStep: z.int().nullable(),
  /** Gradient steps taken. */
  steps: z.int(),
  /** Time spent, over all resumptions. */
  seconds: z.number(),
});
/** One run of a sweep: what it was, and how it went (see {@linkcode runRecordSchema}). */
export type RunRecord = z.infer<typeof runRecordSchema>;

/** An ended run as run.json keeps it. */
export const storedRunSchema = z.strictObject({
  ...runRecordSchema.shape,
  /** Why the run failed. */
  error: z.string().nullable(),
  config: runConfigSchema,
  provenance: provenanceSchema,
  /** Where earlier parts of a resumed run were made, with other code, or on another backend, machine or number of threads. */
  earlier: z.array(provenanceSchema).optional(),
}).superRefine(checkAgreement);
export type StoredRun = z.infer<typeof storedRunSchema>;

/** An ended run as an archive keeps it: with its evaluations on the validation split. */
export const archivedRunSchema = z.strictObject({
  ...storedRunSchema.shape,
  evaluations: z.array(evaluationSchema),
}).superRefine(checkAgreement).superRefine(checkEvaluations);
export type ArchivedRun = z.infer<typeof archivedRunSchema>;

/** A run's record, its configuration, and how its validation accuracy developed. */
export interface History extends RunRecord {
  config: RunConfig;
  /** All of what run.json keeps; null while the run has not ended. */
  stored: StoredRun | null;
  /** Those of ended runs, in the order of their steps. */
  evaluations: readonly Evaluation[];
}

/** Whether a run has a result: one that failed has none. */
export function isEnded({ status }: Pick<RunRecord, "status">): boolean {
  return status === "finished" || status === "diverged";
}
