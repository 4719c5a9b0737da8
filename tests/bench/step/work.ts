import { gpt2Preset } from "../../../lib/models/config.ts";
import type { TransferConfig } from "../../../lib/models/transfer.ts";
import type { Work as Told } from "../side_by_side/worker.ts";

export const SETTINGS = ["frozen", "unfrozen"] as const;
export const MODELS = ["gpt2", "pocket"] as const;

/** What is timed: a step that trains a GPT-2 of this size on such batches. */
export interface Case {
  setting: (typeof SETTINGS)[number];
  model: (typeof MODELS)[number];
  tokens: number;
  batch: number;
}

/** A case, as every worker is told of it. */
export interface Work extends Case, Told {
  layers: number;
  width: number;
  heads: number;
}

/** The width of an input vector: a 4x4 patch in color. */
export const INPUT_WIDTH = 48;
/** The example at place i of a batch is of class i modulo 10. */
export const CLASSES = 10;

/** The cases of these settings, models and lengths, in batches of the size that belongs to a length. */
export function casesOf(
  settings: readonly Case["setting"][],
  models: readonly Case["model"][],
  lengths: readonly number[],
  batches: Readonly<Record<number, number>>,
): Case[] {
  return models.flatMap((model) =>
    lengths.flatMap((tokens) =>
      settings.map((setting) => ({ setting, model, tokens, batch: batches[tokens] }))
    )
  );
}

/** The shape of a case's body, without dropout. */
export function bodyOf({ model, tokens }: Case) {
  const dropout = { embedding: 0, attention: 0, residual: 0 };
  return { ...gpt2Preset(model), positions: tokens, dropout };
}

/** A case's model: as for one answer to images in patches. */
export function modelOf(work: Case): TransferConfig {
  const input = { kind: "vectors", width: INPUT_WIDTH } as const;
  return { body: bodyOf(work), input, classes: CLASSES, answers: 1, answerPositions: 1 };
}
