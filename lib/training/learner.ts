import * as tf from "@tensorflow/tfjs-core";
import { keyTensor, tracedDropout } from "../compiler/dropout.ts";
import { jit } from "../compiler/jit.ts";
import { noDropout } from "../models/dropout.ts";
import type { HostParameters } from "../models/parameters.ts";
import type { Part } from "../models/settings.ts";
import { trainedNames } from "../models/trained.ts";
import { logits, type TransferConfig } from "../models/transfer.ts";
import type { Key } from "../random/key.ts";
import type { Batch } from "../tasks/task.ts";
import { stepSize, zeroMoments } from "./adam.ts";
import { type Examples, upload } from "./examples.ts";
import { countRight, crossEntropy } from "./loss.ts";
import { type TrainingState, trainingStep } from "./step.ts";

/** What a learner is compiled for. */
export interface LearnerConfig {
  model: TransferConfig;
  trained: readonly Part[];
  /** The greatest global norm of the gradients, or null. */
  clipNorm: number | null;
}

/**
 * A model that is trained and evaluated. It is compiled once and serves every run of its configuration, whatever
 * the weights, the learning rate and the seed.
 */
export class Learner {
  readonly state: TrainingState;
  #step;
  #score;

  constructor(readonly config: LearnerConfig, values: HostParameters) {
    const { model, clipNorm } = config;
    const names = new Set(trainedNames(values, config));
    const parameters = Object.fromEntries(
      Object.entries(values).map(([name, { shape, values }]) => {
        const initial = tf.tensor(values, shape);
        const variable = tf.variable(initial, names.has(name));
        initial.dispose();
        return [name, variable];
      }),
    );
    const trained = Object.fromEntries([...names].map((name) => [name, parameters[name]]));
    const state = this.state = { model, parameters, trained, moments: zeroMoments(trained) };
    this.#step = jit(
      (examples: Examples, size: tf.Tensor1D, key: tf.Tensor1D) =>
        trainingStep(state, examples, { size, dropout: tracedDropout(key), clipNorm }),
      { label: "training step" },
    );
    this.#score = jit(({ inputs, lengths, labels }: Examples) => {
      const scores = logits(parameters, model, inputs, lengths, noDropout);
      return { right: countRight(scores, labels), losses: crossEntropy(scores, labels) };
    }, { label: "evaluation" });
  }

  /** Whether this learner can serve runs of `config`. */
  fits(config: LearnerConfig): boolean {
    return JSON.stringify(config) === JSON.stringify(this.config);
  }

  /** Sets all parameters to `values` and Adam's moments to 0. */
  reset(values: HostParameters): void {
    const { parameters, moments } = this.state;
    assign(parameters as Record<string, tf.Variable>, values);
    for (const moment of [...Object.values(moments.first), ...Object.values(moments.second)]) {
      tf.tidy(() => moment.assign(tf.zerosLike(moment)));
    }
  }

  /**
   * One gradient step.
   *
   * @param step From 0.
   * @param key Decides what dropout drops.
   * @returns The loss before the step, which the caller disposes.
   */
  async step(
    batch: Batch,
    { step, learningRate, key }: { step: number; learningRate: number; key: Key },
  ): Promise<tf.Scalar> {
    const examples = upload(batch);
    const size = tf.tensor1d(stepSize(learningRate, step + 1));
    const words = keyTensor(key);
    const loss = await this.#step.inBackground(examples, size, words);
    tf.dispose([examples, size, words]);
    return loss;
  }

  /** Of each example how many answers are right, and its loss in nats, without dropout. */
  async score(batch: Batch): Promise<{ right: Int32Array; losses: Float32Array }> {
    const examples = upload(batch);
    const { right, losses } = await this.#score.inBackground(examples);
    const score = {
      right: await right.data() as Int32Array,
      losses: await losses.data() as Float32Array,
    };
    tf.dispose([examples, right, losses]);
    return score;
  }

  /** Frees the learner's tensors and compiled functions. */
  dispose(): void {
    this.#step.dispose();
    this.#score.dispose();
    tf.dispose([this.state.parameters, this.state.moments.first, this.state.moments.second]);
  }
}

/** Sets variables to values on the host. */
export function assign(variables: Record<string, tf.Variable>, values: HostParameters): void {
  for (const [name, variable] of Object.entries(variables)) {
    tf.tidy(() => variable.assign(tf.tensor(values[name].values, values[name].shape)));
  }
}
