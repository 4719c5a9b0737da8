import * as tf from "@tensorflow/tfjs-core";
import { jit } from "../compiler/jit.ts";
import { byPrecision } from "../training/compiled.ts";
import type { Examples } from "../training/examples.ts";
import { countRight, crossEntropy } from "../training/loss.ts";
import { gradientStep } from "../training/step.ts";
import { type Regression, regressionLogits, type RegressionShape } from "./regression.ts";

/**
 * A gradient step of several regressions on the same examples, each with its own step size of Adam, [3]: a step of one is
 * so small that most of the time would go to starting it.
 */
export const compiledSteps = byPrecision((matmulPrecision) =>
  jit(
    (
      regressions: Regression[],
      shape: RegressionShape,
      { inputs, labels }: Examples,
      sizes: tf.Tensor1D[],
      clipNorm: number | null,
    ) =>
      tf.tidy(() => {
        for (const [i, { trained, moments }] of regressions.entries()) {
          const loss = () =>
            tf.mean(crossEntropy(regressionLogits(trained, shape, inputs), labels)) as tf.Scalar;
          gradientStep({ trained, moments }, loss, { size: sizes[i], clipNorm });
        }
      }),
    { label: "regression steps", matmulPrecision },
  )
);

/** How many answers of each example each regression gives right, [regressions, examples]. */
export const compiledScores = byPrecision((matmulPrecision) =>
  jit(
    (parameters: Regression["trained"][], shape: RegressionShape, { inputs, labels }: Examples) =>
      tf.tidy(() => {
        const right = parameters.map((one) => countRight(regressionLogits(one, shape, inputs), labels));
        return tf.stack(right) as tf.Tensor2D;
      }),
    { label: "regression scores", matmulPrecision },
  )
);
