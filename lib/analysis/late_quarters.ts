import type { History } from "../sweeps/record.ts";
import { type Estimate, estimate, mean } from "./statistics.ts";

/** Mean validation accuracies in the third and in the last quarter of the most steps, as fractions. */
export interface LateQuarters {
  third: number;
  last: number;
}

/** Those of a run, over its evaluations in each; null where it has none in one of the two. */
export function lateQuarters({ evaluations, config: { training } }: History): LateQuarters | null {
  const [third, last] = [0.5, 0.75].map((from) => {
    const inside = evaluations.filter(({ step }) =>
      step > from * training.maximumSteps && step <= (from + 0.25) * training.maximumSteps
    );
    return mean(inside.map(({ validationAccuracy }) => validationAccuracy));
  });
  return third === null || last === null ? null : { third, last };
}

/**
 * How much validation still rose when training ended: the last quarter less the third, over the runs that have both;
 * null where none has.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { longerPreset } from "../sweeps/presets.ts";
 * import { lateRise } from "./late_quarters.ts";
 *
 * const runs = await historiesOf(longerPreset("pocket")!);
 * const rise = lateRise(runs.filter(({ task, setting }) => task === "cifar10" && setting === "unfrozen-pretrained"));
 * assert.equal(rise!.n, 3); // seeds
 * ```
 */
export function lateRise(runs: readonly History[]): Estimate | null {
  return estimate(runs.flatMap((run) => {
    const found = lateQuarters(run);
    return found === null ? [] : [found.last - found.third];
  }));
}
