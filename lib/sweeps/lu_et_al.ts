import { type Part, type Setting, SETTINGS } from "../models/settings.ts";

const FROZEN = SETTINGS["frozen-pretrained"].trained;

/** What is trained besides the output layer, each row with what the row before trains (Lu et al., 2021, section 3.12). */
const ADDED = {
  "output-only": ["output"],
  "output-layer-norms": ["output", "layerNorms"],
  "output-layer-norms-input": ["output", "layerNorms", "input"],
} satisfies Record<string, Part[]>;

/** What is unfrozen besides what FPT trains (Lu et al., 2021, section 3.11). */
const UNFROZEN = {
  "frozen-but-mlp": [...FROZEN, "mlp"],
  "frozen-but-attention": [...FROZEN, "attention"],
} satisfies Record<string, Part[]>;

/** The pretrained weights' statistics without the weights (Lu et al., 2021, section 3.8). */
const STATISTICS: Setting = { name: "frozen-statistics", initialization: "statistics", trained: FROZEN };

/** Each row with a random body and with the pretrained one. */
function settings(trained: Record<string, readonly Part[]>): Setting[] {
  return Object.entries(trained).flatMap(([name, parts]) =>
    (["random", "pretrained"] as const).map((body) => ({
      name: `${name}-${body}`,
      initialization: SETTINGS[`frozen-${body}`].initialization,
      trained: parts,
    }))
  );
}

/**
 * The settings by which Lu et al. (2021) looked for what matters, without the four that are in {@linkcode SETTINGS}:
 * training fewer parts, unfreezing one of the two that stay frozen, or starting with the statistics alone.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { PARTS_SETTINGS } from "./lu_et_al.ts";
 *
 * assert.equal(PARTS_SETTINGS[0].name, "output-only-random");
 * ```
 */
export const PARTS_SETTINGS: readonly Setting[] = [
  ...settings(ADDED),
  ...settings(UNFROZEN),
  STATISTICS,
];

/**
 * Bodies cut to `layers` blocks of which layer norms and the output layer are trained (Lu et al., 2021, section 3.10);
 * whole ones are in {@linkcode PARTS_SETTINGS}.
 */
export function depthSettings(layers: readonly number[]): Setting[] {
  return layers.flatMap((count) =>
    settings({ [`layers-${count}`]: ADDED["output-layer-norms"] })
      .map((setting) => ({ ...setting, layers: count }))
  );
}
