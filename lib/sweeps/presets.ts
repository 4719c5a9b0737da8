import { UserError } from "../errors.ts";
import { SETTING_NAMES } from "../models/settings.ts";
import { depthSettings, PARTS_SETTINGS } from "./lu_et_al.ts";
import { type Experiment, experimentSchema } from "./experiment.ts";
import { PAPER } from "./scales/paper.ts";
import { POCKET } from "./scales/pocket.ts";
import { QUICK } from "./scales/quick.ts";
import type { Scale } from "./scales/scale.ts";

/** The scales at which the paper can be reproduced: minutes or hours on two cores, or its own protocol on a GPU. */
export const PRESET_NAMES = ["quick", "pocket", "paper"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const SCALES: Record<PresetName, Scale> = { quick: QUICK, pocket: POCKET, paper: PAPER };

/** @throws {UserError} If there is no such scale: notebooks are not type-checked. */
function scaleOf(name: PresetName): Scale {
  if (PRESET_NAMES.includes(name)) return SCALES[name];
  throw new UserError(`Expected one of ${PRESET_NAMES.join(", ")} but found ${JSON.stringify(name)}`);
}

/**
 * The experiment of a scale, "quick", "pocket" or "paper": the paper's four settings.
 *
 * @throws {UserError} If there is no such scale.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { preset } from "./presets.ts";
 *
 * const { tasks, learningRates, seeds } = preset("paper");
 * assert.deepEqual(tasks.map(({ task }) => task.name), ["listops", "mnist", "cifar10", "cifar10-lra"]);
 * assert.deepEqual([learningRates.length, seeds], [5, [0, 1, 2]]);
 * ```
 */
export function preset(name: PresetName): Experiment {
  const { model, main } = scaleOf(name);
  return experimentSchema.parse({ name, model, ...main, settings: SETTING_NAMES });
}

/**
 * The paper's four settings, trained for longer at their best learning rates; undefined where a scale has no such runs.
 *
 * @throws {UserError} If there is no such scale.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { longerPreset } from "./presets.ts";
 *
 * assert.deepEqual(["quick", "pocket"].map((name) => longerPreset(name as "quick")?.name), [undefined, "pocket-longer"]);
 * ```
 */
export function longerPreset(name: PresetName): Experiment | undefined {
  const { model, longer } = scaleOf(name);
  return longer &&
    experimentSchema.parse({ name: `${name}-longer`, model, ...longer, settings: SETTING_NAMES });
}

/**
 * Lu et al.'s experiments on which parts are trained, without the four settings of {@linkcode preset}.
 *
 * @throws {UserError} If there is no such scale.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { partsPreset } from "./presets.ts";
 *
 * assert(partsPreset("paper").settings.some(({ name }) => name === "output-layer-norms-pretrained"));
 * ```
 */
export function partsPreset(name: PresetName): Experiment {
  const { model, parts } = scaleOf(name);
  return experimentSchema.parse({ name: `${name}-parts`, model, ...parts, settings: PARTS_SETTINGS });
}

/**
 * Lu et al.'s experiment on the depth of the body.
 *
 * @throws {UserError} If there is no such scale.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { depthPreset } from "./presets.ts";
 *
 * assert.deepEqual(depthPreset("paper").settings.map(({ layers }) => layers), [1, 1, 2, 2, 6, 6]);
 * ```
 */
export function depthPreset(name: PresetName): Experiment {
  const { model, depth: { layers, ...grid } } = scaleOf(name);
  const settings = depthSettings(layers);
  return experimentSchema.parse({ name: `${name}-depth`, model, ...grid, settings });
}

/**
 * The paper's four settings with bodies of other sizes than that of {@linkcode preset}, an experiment each.
 *
 * @throws {UserError} If there is no such scale.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { bodyPresets } from "./presets.ts";
 *
 * assert.deepEqual(bodyPresets("paper").map(({ model }) => model), ["gpt2-medium", "gpt2-large"]);
 * ```
 */
export function bodyPresets(name: PresetName): Experiment[] {
  const { models, ...grid } = scaleOf(name).bodies;
  return models.map((model) =>
    experimentSchema.parse({ name: `${name}-body-${model}`, model, ...grid, settings: SETTING_NAMES })
  );
}

/**
 * All experiments of a scale, that of {@linkcode preset} first.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { presetsOf } from "./presets.ts";
 *
 * assert.deepEqual(presetsOf("quick").slice(0, 2).map(({ name }) => name), ["quick", "quick-parts"]);
 * ```
 */
export function presetsOf(name: PresetName): Experiment[] {
  const longer = longerPreset(name);
  return [
    preset(name),
    ...longer ? [longer] : [],
    partsPreset(name),
    depthPreset(name),
    ...bodyPresets(name),
  ];
}

/** The experiment that a preset's name stands for: "quick", "pocket-depth", ...; undefined if there is none. */
export function namedPreset(name: string): Experiment | undefined {
  return PRESET_NAMES.flatMap(presetsOf).find((experiment) => experiment.name === name);
}

/** By what commands know an experiment of this name: a preset by the name, others by their files. */
export function sourceOf(name: string): string {
  return namedPreset(name) ? name : "<its file>";
}
