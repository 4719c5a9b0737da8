import { z } from "zod";
import { UserError } from "../errors.ts";
import { PRESET_NAMES, type PresetName } from "../sweeps/presets.ts";

/** The environment variable by which `deno task report --scale` reaches the notebooks. */
export const SCALE_VARIABLE = "UTR_SCALE";

/**
 * The scale at which a notebook runs: that of the environment variable UTR_SCALE, else the one written in the
 * notebook.
 *
 * @param written "quick", "pocket" or "paper".
 * @throws {UserError} If there is no such scale.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseScale } from "./scale.ts";
 *
 * assert.throws(() => chooseScale("huge"), /Expected a scale/);
 * ```
 */
export function chooseScale(written: string): PresetName {
  const scale = Deno.env.get(SCALE_VARIABLE) || written;
  const parsed = z.enum(PRESET_NAMES).safeParse(scale);
  if (parsed.success) return parsed.data;
  throw new UserError(`Expected a scale, one of ${PRESET_NAMES.join(", ")}, but found "${scale}"`);
}
