import { z } from "zod";

/** How many gradient steps' losses are told as one mean. */
export const STEPS_PER_REPORT = 10;

/** An `Evaluation` as files keep it. */
export const evaluationSchema = z.strictObject({
  step: z.int(),
  validationAccuracy: z.number(),
  validationLoss: z.number(),
});

/** What a checkpoint says of a run beside its tensors. */
export const progressSchema = z.strictObject({
  /** Of which run this is the progress. */
  run: z.string(),
  /** Of which data and pretrained weights; undefined where no checkpoint is kept. */
  content: z.string().optional(),
  /** Gradient steps taken. */
  step: z.int().min(0),
  seconds: z.number().min(0),
  evaluations: z.array(evaluationSchema),
  /** The losses since the last that were reported; JSON has null for one that is not finite. */
  losses: z.array(z.number().nullable().transform((loss) => loss ?? NaN)),
  ended: z.enum(["finished", "diverged"]).nullable(),
});

/** Where a run stands; with the learner's tensors this is all that is needed to go on. */
export type Progress = z.infer<typeof progressSchema>;

/** The next step after `step` at which something happens that happens every `period` steps. */
export function nextMultiple(step: number, period: number): number {
  return period * (Math.floor(step / period) + 1);
}

/** The mean of the losses of some steps. */
export function meanLoss(losses: readonly number[]): number {
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
