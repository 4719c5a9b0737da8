import * as tf from "@tensorflow/tfjs-core";
import { tracedDropout } from "../compiler/dropout.ts";
import type { MatmulPrecision } from "../compiler/emitter.ts";
import { jit } from "../compiler/jit.ts";
import { noDropout } from "../models/dropout.ts";
import { logits } from "../models/transfer.ts";
import type { Learner } from "./learner.ts";
import { countRight, crossEntropy } from "./loss.ts";
import type { Examples } from "./examples.ts";
import { trainingStep } from "./step.ts";

/** What changes from step to step. */
export interface StepInputs {
  examples: Examples;
  /** Adam's step size, shape [3]. */
  size: tf.Tensor1D;
  /** Decides what dropout drops: int32 [2]. */
  key: tf.Tensor1D;
}

/**
 * {@linkcode trainingStep}, compiled where the backend can: one program serves every learning rate, step and seed
 * of a task, a model and a setting. By the precision of its matrix products.
 */
export const compiledStep = byPrecision((matmulPrecision) =>
  jit(
    (learner: Learner, { examples, size, key }: StepInputs, clipNorm: number | null) =>
      trainingStep(learner, examples, { size, dropout: tracedDropout(key), clipNorm }),
    { label: "training step", matmulPrecision },
  )
);

/** Each example's number of right answers and loss, without dropout; compiled likewise. */
export const compiledEvaluation = byPrecision((matmulPrecision) =>
  jit(
    ({ model, parameters }: Pick<Learner, "model" | "parameters">, { inputs, lengths, labels }: Examples) =>
      tf.tidy(() => {
        const scores = logits(parameters, model, inputs, lengths, noDropout);
        return { right: countRight(scores, labels), losses: crossEntropy(scores, labels) };
      }),
    { label: "evaluation", matmulPrecision },
  )
);

/** Each class's score for each answer of each example, without dropout; compiled likewise. */
export const compiledScores = byPrecision((matmulPrecision) =>
  jit(
    ({ model, parameters }: Pick<Learner, "model" | "parameters">, { inputs, lengths }: Examples) =>
      logits(parameters, model, inputs, lengths, noDropout),
    { label: "scores", matmulPrecision },
  )
);

/** What `compile` gives for each precision; XLA compiles what is called. */
export function byPrecision<Compiled>(compile: (precision: MatmulPrecision) => Compiled) {
  return { float32: compile("float32"), bfloat16: compile("bfloat16") };
}
