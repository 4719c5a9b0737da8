import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";
import { initialBody } from "../models/initial_gpt2.ts";
import { initialTransfer } from "../models/initial_transfer.ts";
import { type HostParameters, type Parameters, upload } from "../models/parameters.ts";
import { bodyOf, needsWeights } from "../models/settings.ts";
import { redrawn } from "../models/statistics.ts";
import { trainedNames } from "../models/trained.ts";
import { type TransferConfig, transferConfig } from "../models/transfer.ts";
import { fold, type Key, keyOf } from "../random/key.ts";
import { type Moments, zeroMoments } from "./adam.ts";
import type { Run } from "./run.ts";

/** Everything that a gradient step reads and writes. */
export interface Learner {
  model: TransferConfig;
  /** Every parameter of the model; the trained ones are variables. */
  parameters: Parameters;
  trained: Record<string, tf.Variable>;
  moments: Moments;
}

/** A learner at step 0. */
export function createLearner({ task, body, setting, pretrained }: Run, key: Key): Learner {
  const model = transferConfig(bodyOf(setting, body), task);
  const parameters = upload(initialTransfer(model, key, initialWeights({ setting, pretrained }, model, key)));
  const trained: Record<string, tf.Variable> = {};
  for (const name of trainedNames(parameters, setting)) {
    const value = parameters[name];
    parameters[name] = trained[name] = tf.variable(value);
    value.dispose();
  }
  return { model, parameters, trained, moments: zeroMoments(trained) };
}

/** The learner that a run starts with. */
export function initialLearner(run: Run): Learner {
  return createLearner(run, fold(keyOf(run.seed), "initialization"));
}

/**
 * What the body starts with.
 *
 * @throws {UserError} If the setting needs pretrained weights and there are none.
 */
function initialWeights(
  { setting: { name, initialization }, pretrained }: Pick<Run, "setting" | "pretrained">,
  { body }: TransferConfig,
  key: Key,
): HostParameters {
  if (!needsWeights({ initialization })) {
    return initialBody(body, key, { residualScaling: initialization === "random" });
  }
  if (pretrained === undefined) {
    throw new UserError(`Expected pretrained weights for the setting ${name} but found none`);
  }
  return initialization === "statistics" ? redrawn(pretrained, key) : pretrained;
}

/** Sets variables to values on the host. */
export function assign(variables: Record<string, tf.Variable>, values: HostParameters): void {
  for (const [name, variable] of Object.entries(variables)) {
    tf.tidy(() => variable.assign(tf.tensor(values[name].values, values[name].shape)));
  }
}

/** Frees the learner's tensors. */
export function disposeLearner({ parameters, moments }: Learner): void {
  tf.dispose([parameters, moments.first, moments.second]);
}
