import { z } from "zod";
import { provenanceSchema } from "../provenance.ts";
import { taskOptionsSchema } from "../tasks/options.ts";
import { trainingOptionsSchema } from "../training/options.ts";

/**
 * What predicts without being a transformer. All but the regression are rules: they have neither learning rate nor seed.
 *
 * - majority: the most frequent class of the training split.
 * - logistic-regression: multinomial, on the whole input (see `trainRegressions`).
 * - first-operator, own-digits, all-digits: rules for ListOps (see listops_rules.ts).
 */
export const BASELINES = [
  "majority",
  "first-operator",
  "all-digits",
  "own-digits",
  "logistic-regression",
] as const;
export type Baseline = (typeof BASELINES)[number];

const accuracy = z.number().min(0).max(1);

/** What a baseline reaches, as data/records/baselines/ keeps it. */
export const baselineRecordSchema = z.strictObject({
  baseline: z.enum(BASELINES),
  task: z.string(),
  /** null, as the seed and the best step, of rules. */
  learningRate: z.number().positive().nullable(),
  /** Decides the order and the augmentation of the training examples. */
  seed: z.int().min(0).nullable(),
  /** Fractions from 0 to 1; of the regression at its best validation step. */
  validationAccuracy: accuracy,
  testAccuracy: accuracy,
  /** The gradient step at which validation accuracy was best. */
  bestStep: z.int().nullable(),
  /** The experiment's entry of the task; of its training options rules heed which examples they are evaluated on. */
  config: z.strictObject({ task: taskOptionsSchema, training: trainingOptionsSchema }),
  provenance: provenanceSchema,
}).refine(({ baseline, learningRate, seed, bestStep }) => {
  const ofTraining = [learningRate, seed, bestStep];
  return ofTraining.every((value) => (value !== null) === (baseline === "logistic-regression"));
}, { error: "Expected learningRate, seed and bestStep of logistic-regression, and null of rules" });
export type BaselineRecord = z.infer<typeof baselineRecordSchema>;
