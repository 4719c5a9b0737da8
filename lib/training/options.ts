import { z } from "zod";
import { MATMUL_PRECISIONS } from "../compiler/emitter.ts";

/**
 * How a run is trained and evaluated; with the task, the model, the setting, the learning rate and the seed this
 * is all that a run depends on. The defaults are what Rothermel et al. (2021), section 3, and Lu et al. (2021) have in
 * common: batch size 8, gradient norm clipped at 1. Early stopping has to be asked for, with `patience`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { trainingOptionsSchema } from "./options.ts";
 *
 * const { batchSize, patience } = trainingOptionsSchema.parse({ maximumSteps: 1000, evaluateEvery: 100 });
 * assert.deepEqual([batchSize, patience], [8, null]);
 * ```
 */
export const trainingOptionsSchema = z.strictObject({
  batchSize: z.int().min(1).default(8),
  /** Gradient steps after which training ends whatever happens. */
  maximumSteps: z.int().min(1),
  /** Gradient steps between two evaluations on the validation split. */
  evaluateEvery: z.int().min(1),
  /** Evaluations without a better validation accuracy after which training ends; null for never. */
  patience: z.int().min(1).nullable().default(null),
  /** The global gradient norm is scaled down to this; null for no clipping. */
  clipNorm: z.number().positive().nullable().default(1),
  /**
   * What matrix products are computed in, on the native backend and on WebGPU; the others know float32 only. Rounding
   * their factors to bfloat16 is faster where the processor knows it, but not on a GPU; parameters and moments stay
   * float32.
   */
  matmulPrecision: z.enum(MATMUL_PRECISIONS).default("float32"),
  /** Evaluate on at most this many examples of a split; null for all of a finite split. */
  validationExamples: z.int().min(1).nullable().default(null),
  testExamples: z.int().min(1).nullable().default(null),
});
export type TrainingOptions = z.infer<typeof trainingOptionsSchema>;

/** What matrix products are computed in, in words: backends that do not compile know float32 only. */
export function precisionLabel(precision: TrainingOptions["matmulPrecision"]): string {
  return precision === "float32" ? precision : `${precision} (native and WebGPU backends)`;
}
