import { pretrainingOptionsSchema } from "../../../lib/pretraining/options.ts";
import { modelOf } from "../../../lib/pretraining/learner.ts";
import type { Work as Told } from "../side_by_side/worker.ts";

/** Lengths of the examples, as in the two parts of the pocket model's training, with the size of a batch. */
export const BATCHES: Readonly<Record<number, number>> = { 256: 32, 1024: 8 };

/** What is timed: a step of `pretrain` on such batches. */
export interface Case {
  length: number;
  batch: number;
}

/** A case, as every worker is told of it. */
export interface Work extends Case, Told {
  layers: number;
  width: number;
  heads: number;
  learningRate: number;
  beta2: number;
  weightDecay: number;
  clipNorm: number;
}

/** The recipe of `pretrain`, at its defaults. */
export const options = pretrainingOptionsSchema.parse({ steps: 1000 });
export const model = modelOf(options);
