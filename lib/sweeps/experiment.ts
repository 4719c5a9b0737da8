import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { validationMessage } from "../files/validation_message.ts";
import { type Setting, SETTING_NAMES, SETTINGS, settingSchema } from "../models/settings.ts";
import { taskOptionsSchema } from "../tasks/options.ts";
import { trainingOptionsSchema } from "../training/options.ts";
import { modelNameSchema } from "../weights/folders.ts";

/** Refuses what is there twice: statistics tell runs apart by these names and numbers. */
function once<Item>(nameOf: (item: Item) => string | number) {
  return (items: Item[], context: z.RefinementCtx) => {
    const names = items.map(nameOf);
    for (const [i, name] of names.entries()) {
      if (names.indexOf(name) === i) continue;
      const message =
        `Expected each only once but found ${name} again: variants belong in experiments of their own`;
      context.addIssue({ code: "custom", path: [i], message });
    }
  };
}

const learningRateSchema = z.number().positive().max(1);
const learningRatesSchema = z.array(learningRateSchema).min(1).superRefine(once(Number));
const seedSchema = z.int().min(0);

const ownSettingSchema = settingSchema.superRefine((setting, context) => {
  const known = Object.values(SETTINGS).find(({ name }) => name === setting.name);
  if (known === undefined || isDeepStrictEqual(setting, known)) return;
  const message =
    `Expected a name other than ${known.name}, which stands for the paper's setting: charts and tables go ` +
    "by names";
  context.addIssue({ code: "custom", path: ["name"], message });
});

/** One of the paper's four settings by name, or a setting of one's own, such as an ablation of FPT. */
const settingOrNameSchema = z.unknown().transform((given, context): Setting => {
  const named = SETTING_NAMES.find((name) => name === given);
  if (named !== undefined) return SETTINGS[named];
  const own = ownSettingSchema.safeParse(given, {
    error: (issue) =>
      issue.code === "invalid_type" && issue.input === given
        ? `Expected ${SETTING_NAMES.join(", ")}, or a setting of one's own, but found ${
          JSON.stringify(given)
        }`
        : validationMessage(issue),
  });
  if (own.success) return own.data;
  for (const { path, message } of own.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

/**
 * A sweep: every task in every setting at every learning rate with every seed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { experimentSchema } from "./experiment.ts";
 *
 * const experiment = experimentSchema.parse({
 *   name: "small",
 *   model: "pocket",
 *   tasks: [{ task: { name: "mnist", patch: 8 }, training: { maximumSteps: 300, evaluateEvery: 100 } }],
 *   settings: ["frozen-random", "unfrozen-random"],
 *   learningRates: [1e-3, 1e-2],
 *   seeds: [0],
 * });
 * assert.equal(experiment.tasks[0].training.batchSize, 8);
 * ```
 */
export const experimentSchema = z.strictObject({
  /** Names the directory of the runs. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "Expected lower-case letters, digits and hyphens").max(100),
  /**
   * The body's shape: that of a preset (see `gpt2Preset`), or of a model in weights/. Its weights, for
   * settings that need them, are those in weights/.
   */
  model: modelNameSchema,
  tasks: z.array(z.strictObject({
    task: taskOptionsSchema,
    training: trainingOptionsSchema,
    /** Those of this task, where they are not those of the experiment. */
    learningRates: learningRatesSchema.optional(),
    /** Those of settings, by name, that have others on this task. */
    learningRatesBySetting: z.record(z.string(), learningRatesSchema).optional(),
  })).min(1).superRefine(once(({ task }) => task.name)),
  settings: z.array(settingOrNameSchema).min(1).superRefine(once(({ name }) => name))
    .default(SETTING_NAMES.map((name) => SETTINGS[name])),
  learningRates: learningRatesSchema,
  seeds: z.array(seedSchema).min(1).superRefine(once(Number)),
}).superRefine(({ tasks, settings }, context) => {
  const names = settings.map(({ name }) => name);
  for (const [i, { learningRatesBySetting = {} }] of tasks.entries()) {
    for (const name of Object.keys(learningRatesBySetting).filter((name) => !names.includes(name))) {
      context.addIssue({
        code: "custom",
        path: ["tasks", i, "learningRatesBySetting", name],
        message: `Expected a setting of the experiment, one of ${names.join(", ")}`,
      });
    }
  }
}).overwrite((experiment) => JSON.parse(JSON.stringify(experiment))); // without what is undefined, as in runs' records
/** Every task in every setting at every learning rate with every seed (see {@linkcode experimentSchema}). */
export type Experiment = z.infer<typeof experimentSchema>;

/** The learning rates at which an experiment runs one of its tasks in a setting. */
export function learningRatesOf(
  { learningRates }: Pick<Experiment, "learningRates">,
  { learningRates: ofTask = learningRates, learningRatesBySetting = {} }: Experiment["tasks"][number],
  setting: string,
): number[] {
  return Object.hasOwn(learningRatesBySetting, setting) ? learningRatesBySetting[setting] : ofTask;
}

/** All that decides a run, as data: what a worker is given and what a run's identity is made from. */
export const runConfigSchema = z.strictObject({
  model: modelNameSchema,
  /** The shape of a model that is no preset, as Hugging Face's config.json says it. */
  body: z.record(z.string(), z.json()).optional(),
  /** SHA-256 of the pretrained weights; null in the settings that need none. */
  weights: z.string().nullable(),
  task: taskOptionsSchema,
  setting: settingSchema,
  learningRate: learningRateSchema,
  seed: seedSchema,
  training: trainingOptionsSchema,
});
/** All that decides a run (see {@linkcode runConfigSchema}). */
export type RunConfig = z.infer<typeof runConfigSchema>;
