import { type Part, PARTS, type Setting, SETTINGS } from "../models/settings.ts";

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

function settings(
  trained: Record<string, readonly Part[]>,
  initializations: readonly Setting["initialization"][],
): Setting[] {
  return Object.entries(trained).flatMap(([name, parts]) =>
    initializations.map((initialization) => ({
      name: `${name}-${initialization}`,
      initialization,
      trained: PARTS.filter((part) => parts.includes(part)),
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
  ...settings(ADDED, ["random", "pretrained"]),
  ...settings(UNFROZEN, ["random", "pretrained"]),
  STATISTICS,
];

/** Bodies cut to `layers` blocks of which layer norms and the output layer are trained (Lu et al., 2021, section 3.10). */
export function depthSettings(layers: readonly number[]): Setting[] {
  const [random, pretrained] = settings({ "output-layer-norms": ADDED["output-layer-norms"] }, [
    "random",
    "pretrained",
  ]);
  const cut = layers.flatMap((count) =>
    [random, pretrained].map((setting) => ({
      ...setting,
      name: `layers-${count}-${setting.initialization}`,
      layers: count,
    }))
  );
  return [...cut, random, pretrained];
}
