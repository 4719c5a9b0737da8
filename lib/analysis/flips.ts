import type { RunRecord } from "../sweeps/record.ts";
import { compareAt } from "./comparisons.ts";
import { curves } from "./curves.ts";
import { leader, type PairedComparison } from "./paired.ts";
import { type Ranking, rankings } from "./rankings.ts";
import { withWholeSeeds } from "./whole_seeds.ts";

/** Two settings that change places between neighboring learning rates. */
export interface Flip {
  task: string;
  /** The one that is ahead at the smaller learning rate first. */
  settings: [string, string];
  from: number;
  to: number;
  /** The first setting's test accuracy minus the second's, at either learning rate; null of no common seed. */
  before: PairedComparison | null;
  after: PairedComparison | null;
  /** Whether each is ahead beyond what seeds differ by (see `leader`). */
  clear: boolean;
}

/**
 * Where rankings flip: pairs of settings of which one is ahead at a learning rate and the other at the next, by mean
 * test accuracy.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { flips } from "./flips.ts";
 *
 * const run = (setting: string, learningRate: number, testAccuracy: number) => ({
 *   ...{ runId: `${setting} ${learningRate}`, task: "mnist", setting, learningRate, seed: 0, status: "finished" as const },
 *   ...{ validationAccuracy: testAccuracy, testAccuracy, trainAccuracy: null, bestStep: 9, steps: 9, seconds: 1 },
 * });
 * const [flip] = flips([
 *   ...[run("unfrozen", 1e-4, 0.9), run("frozen", 1e-4, 0.5)],
 *   ...[run("unfrozen", 1e-3, 0.1), run("frozen", 1e-3, 0.8)],
 * ]);
 * assert.deepEqual(flip.settings, ["unfrozen", "frozen"]);
 * assert.equal(flip.clear, false); // one seed says nothing of its noise
 * ```
 */
export function flips(records: readonly RunRecord[]): Flip[] {
  const compared = withWholeSeeds(records), ranked = rankings(curves(compared));
  return ranked.flatMap((here, i) => {
    const next = ranked[i + 1];
    return next?.task === here.task ? between(compared, here, next) : [];
  });
}

function between(records: readonly RunRecord[], here: Ranking, next: Ranking): Flip[] {
  const { task, learningRate: from } = here, to = next.learningRate;
  const rankIn = ({ order }: Ranking, setting: string) =>
    order.find((one) => one.setting === setting)?.rank ?? NaN;
  return here.order.flatMap(({ setting, rank }) =>
    here.order
      .filter((other) => rank < other.rank && rankIn(next, setting) > rankIn(next, other.setting))
      .map((other): Flip => {
        const settings: [string, string] = [setting, other.setting];
        const [before, after] = [from, to].map((rate) => compareAt(records, task, rate, ...settings));
        const clear = leader(before) === "first" && leader(after) === "second";
        return { task, settings, from, to, before, after, clear };
      })
  );
}
