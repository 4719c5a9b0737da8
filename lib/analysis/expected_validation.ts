import type { CurvePoint } from "./curves.ts";
import { expectedMaximum } from "./expected_maximum.ts";
import { series } from "./series.ts";

/** What a search over some of the learning rates can be expected to reach on validation. */
export interface ExpectedValidation {
  task: string;
  setting: string;
  /** How many learning rates are tried. */
  tries: number;
  /** A fraction from 0 to 1. */
  accuracy: number;
}

/**
 * Expected best validation accuracy against the number of learning rates tried, drawn at random from the grid with
 * replacement (Dodge et al., 2019), of each task and setting: from one to as many as the grid has. A learning rate's
 * accuracy is its mean over seeds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { curves } from "./curves.ts";
 * import { expectedValidation } from "./expected_validation.ts";
 *
 * const [one, two] = expectedValidation(curves(await historiesOf(preset("pocket"))));
 * assert.deepEqual([one.tries, two.tries], [1, 2]);
 * assert(one.accuracy < two.accuracy);
 * ```
 */
export function expectedValidation(points: readonly CurvePoint[]): ExpectedValidation[] {
  return series(points).flatMap(({ task, setting, members }) => {
    const values = members.flatMap(({ validation }) => validation === null ? [] : [validation.mean]);
    return values.map((_, i) => ({ task, setting, tries: i + 1, accuracy: expectedMaximum(values, i + 1) }));
  });
}
