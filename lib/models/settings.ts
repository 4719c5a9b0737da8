/** The parts of the transfer model that are trained or frozen together. */
export const PARTS = ["input", "output", "positions", "layerNorms", "attention", "mlp"] as const;
export type Part = (typeof PARTS)[number];

/** Where the body's weights come from. */
export type Initialization = "random" | "pretrained";

/** A way to transfer a body to a task: where its weights come from and which parts are trained. */
export interface Setting {
  name: string;
  initialization: Initialization;
  trained: readonly Part[];
}

/** What the Frozen Pretrained Transformer trains (Lu et al., 2021, section 2.2). */
const FROZEN: readonly Part[] = ["input", "output", "positions", "layerNorms"];

/**
 * The four settings of Rothermel et al. (2021), section 3: {Frozen, Unfrozen} x {Random, Pretrained}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SETTINGS } from "./settings.ts";
 *
 * assert(!SETTINGS["frozen-random"].trained.includes("attention"));
 * ```
 */
export const SETTINGS = {
  "frozen-random": { name: "frozen-random", initialization: "random", trained: FROZEN },
  "frozen-pretrained": { name: "frozen-pretrained", initialization: "pretrained", trained: FROZEN },
  "unfrozen-random": { name: "unfrozen-random", initialization: "random", trained: PARTS },
  "unfrozen-pretrained": { name: "unfrozen-pretrained", initialization: "pretrained", trained: PARTS },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];
