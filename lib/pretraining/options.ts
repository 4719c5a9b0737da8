import { z } from "zod";
import { MATMUL_PRECISIONS } from "../compiler/emitter.ts";
import { validationMessage } from "../files/validation_message.ts";
import { UserError } from "../errors.ts";
import { GPT2_PRESET_NAMES } from "../models/config.ts";

const SHORT_LENGTH = 256;

/**
 * How a language model is trained on text; with the text this is all that its weights depend on. The recipe is
 * nanoGPT's for GPT-2: AdamW, warm-up, cosine decay to a tenth, gradient norm clipped at 1, no dropout.
 */
export const pretrainingOptionsSchema = z.strictObject({
  /** The shape of the model; its tokens are bytes whatever its name says. */
  model: z.enum(GPT2_PRESET_NAMES).default("pocket"),
  /** Bytes in a training example, and the most that are looked back to in validation. */
  length: z.int().min(2).max(1024).default(1024),
  batchSize: z.int().min(1).default(8),
  /**
   * The first steps learn from as many bytes in windows of `shortLength`, which takes less time and comes to the same
   * or a better end (Press et al., 2021, "Shortformer", section 4) where enough steps follow; see
   * `repeatPositions`.
   */
  shortSteps: z.int().min(0).default(0),
  shortLength: z.int().min(2).default(SHORT_LENGTH),
  /** Gradient steps. */
  steps: z.int().min(1),
  /** The highest learning rate, reached at the end of the warm-up. */
  learningRate: z.number().positive().default(1e-3),
  /** Gradient steps in which the learning rate rises from 0; if not given, a tenth of all, but at most 200. */
  warmUpSteps: z.int().min(0).optional(),
  weightDecay: z.number().min(0).default(0.1),
  beta2: z.number().min(0).lt(1).default(0.95),
  clipNorm: z.number().positive().nullable().default(1),
  /** Gradient steps between two looks at the validation text. */
  evaluateEvery: z.int().min(1).default(500),
  /** About how many bytes of the validation text are looked at; at the end it is all of them. */
  evaluationBytes: z.int().min(1).default(2 ** 17),
  seed: z.int().min(0).default(0),
  /** What matrix products are computed in, on the native backend. */
  matmulPrecision: z.enum(MATMUL_PRECISIONS).default("float32"),
}).transform((options) => ({
  ...options,
  warmUpSteps: options.warmUpSteps ?? Math.min(200, Math.floor(options.steps / 10)),
})).refine(({ warmUpSteps, steps }) => warmUpSteps < steps, {
  path: ["warmUpSteps"],
  error: "Expected fewer steps of warm-up than steps in all",
}).refine(({ shortSteps, steps }) => shortSteps < steps, {
  path: ["shortSteps"],
  error: "Expected fewer steps with short windows than steps in all: whole windows train the later positions",
}).refine(({ length, shortLength, shortSteps }) => shortSteps === 0 || length % shortLength === 0, {
  path: ["shortLength"],
  error: "Expected length to be a multiple of shortLength",
}).refine(({ shortLength, shortSteps }) => shortSteps > 0 || shortLength === SHORT_LENGTH, {
  path: ["shortLength"],
  error: "Expected shortSteps, the steps with windows of shortLength, but found 0",
});
export type PretrainingOptions = z.infer<typeof pretrainingOptionsSchema>;

/**
 * The options, with defaults for what is not given.
 *
 * @throws {UserError} If they do not fit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parsePretrainingOptions } from "./options.ts";
 *
 * assert.equal(parsePretrainingOptions({ steps: 1000 }).batchSize, 8);
 * assert.throws(() => parsePretrainingOptions({ steps: 0 }), /steps/);
 * ```
 */
export function parsePretrainingOptions(given: z.input<typeof pretrainingOptionsSchema>): PretrainingOptions {
  const parsed = pretrainingOptionsSchema.safeParse(given, { error: validationMessage });
  if (parsed.success) return parsed.data;
  throw new UserError(`Expected other options for pretraining:\n${z.prettifyError(parsed.error)}`);
}
