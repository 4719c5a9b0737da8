import * as tf from "@tensorflow/tfjs-core";
import { type Gpt2Config, gpt2Preset } from "../models/config.ts";
import { initialGpt2 } from "../models/initial_gpt2.ts";
import { upload } from "../models/parameters.ts";
import type { Key } from "../random/key.ts";
import { type Moments, zeroMoments } from "../training/adam.ts";
import type { PretrainingOptions } from "./options.ts";

/** Everything that a gradient step reads and writes. */
export interface LanguageLearner {
  model: Gpt2Config;
  trained: Record<string, tf.Variable>;
  moments: Moments;
}

/** How many values a byte has. */
const BYTES = 256;

/** The shape of the model that is trained. */
export function modelOf({ model }: Pick<PretrainingOptions, "model">): Gpt2Config {
  return { ...gpt2Preset(model), vocabulary: BYTES };
}

/** A learner at step 0; the caller disposes it. */
export function createLearner(model: Gpt2Config, key: Key): LanguageLearner {
  const initial = upload(initialGpt2(model, key));
  const trained = Object.fromEntries(
    Object.entries(initial).map(([name, value]) => [name, tf.variable(value)]),
  );
  tf.dispose(initial);
  return { model, trained, moments: zeroMoments(trained) };
}

/** Frees the learner's tensors. */
export function disposeLearner({ trained, moments }: LanguageLearner): void {
  tf.dispose([trained, moments.first, moments.second]);
}
