import type { RunRecord } from "../sweeps/record.ts";
import { compareAt } from "./comparisons.ts";
import { curves } from "./curves.ts";
import { leader, type PairedComparison } from "./paired.ts";
import { type Ranking, rankings } from "./rankings.ts";
import { withSharedSeeds } from "./whole_seeds.ts";

/** Two settings that change places between neighbors among the learning rates that both have and where they do not tie. */
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
 * Where rankings flip: pairs of settings of which one is ahead at a learning rate and the other at the next where they do
 * not tie, by mean test accuracy over the same seeds, where there are any that all settings have whole.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
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
  const compared = withSharedSeeds(records), ranked = rankings(curves(compared));
  return ranked.flatMap((here, i) => {
    const later = ranked.slice(i + 1).filter(({ task }) => task === here.task);
    return here.order.flatMap((ahead) =>
      here.order.filter(({ rank }) => ahead.rank < rank).flatMap((behind): Flip[] => {
        const settings: [string, string] = [ahead.setting, behind.setting];
        const next = later.find((ranking) => {
          const [first, second] = settings.map((setting) => rankIn(ranking, setting));
          return first !== undefined && second !== undefined && first !== second;
        });
        const flipped = next && rankIn(next, settings[0])! > rankIn(next, settings[1])!;
        return flipped ? [describe(compared, settings, here, next)] : [];
      })
    );
  });
}

function rankIn({ order }: Ranking, setting: string): number | undefined {
  return order.find((one) => one.setting === setting)?.rank;
}

function describe(
  records: readonly RunRecord[],
  settings: [string, string],
  { task, learningRate: from }: Ranking,
  { learningRate: to }: Ranking,
): Flip {
  const [before, after] = [from, to].map((rate) => compareAt(records, task, rate, ...settings));
  const clear = leader(before) === "first" && leader(after) === "second";
  return { task, settings, from, to, before, after, clear };
}
