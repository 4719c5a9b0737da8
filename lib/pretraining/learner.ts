import * as tf from "@tensorflow/tfjs-core";
import { type Gpt2Config, gpt2Preset } from "../models/config.ts";
import { type HostParameters, upload } from "../models/parameters.ts";
import { type Moments, zeroMoments, zerosLike } from "../training/adam.ts";
import type { PretrainingOptions } from "./options.ts";

/** Everything that a gradient step reads and writes. */
export interface LanguageLearner {
  model: Gpt2Config;
  trained: Record<string, tf.Variable>;
  moments: Moments;
  /** The sum of the gradients of a step's windows so far; 0 between steps. */
  gradients: Record<string, tf.Variable>;
}

/** How many values a byte has. */
const BYTES = 256;

/** The shape of the model that is trained. */
export function modelOf({ model }: Pick<PretrainingOptions, "model">): Gpt2Config {
  return { ...gpt2Preset(model), vocabulary: BYTES };
}

/** A learner that starts from `initial`; the caller disposes it. */
export function createLearner(model: Gpt2Config, initial: HostParameters): LanguageLearner {
  const uploaded = upload(initial);
  const trained = Object.fromEntries(
    Object.entries(uploaded).map(([name, value]) => [name, tf.variable(value)]),
  );
  tf.dispose(uploaded);
  return { model, trained, moments: zeroMoments(trained), gradients: zerosLike(trained) };
}

/** Frees the learner's tensors. */
export function disposeLearner({ trained, moments, gradients }: LanguageLearner): void {
  tf.dispose([trained, moments.first, moments.second, gradients]);
}
