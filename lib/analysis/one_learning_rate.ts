import type { RunRecord } from "../sweeps/record.ts";
import { TIE } from "./tie.ts";
import { curves } from "./curves.ts";
import { rankings } from "./rankings.ts";
import { summarize } from "./summary.ts";
import { withSharedSeeds } from "./whole_seeds.ts";

/** What one would have concluded at one learning rate for all settings. */
export interface AtOneRate {
  task: string;
  learningRate: number;
  /** The best setting at this learning rate, or several that are equally good, and its test accuracy. */
  winners: string[];
  accuracy: number;
  /** Whether all of them are also the best, or as good, when each setting has its own best learning rate. */
  right: boolean;
  /** How much test accuracy the best one, tuned, is better; below 0 where validation, which tunes, sees it otherwise. */
  regret: number;
}

/**
 * The setting that would have won at each learning rate, by mean test accuracy, where all settings of the task have
 * results; over the same seeds, where there are any that all settings have whole.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { atOneRate } from "./one_learning_rate.ts";
 *
 * const choices = atOneRate(await historiesOf(preset("pocket")));
 * const [regret] = choices.filter((one) => one.task === "mnist" && one.learningRate === 1e-6).map((one) => one.regret);
 * assert(regret > 0.1); // the lowest learning rate costs more than 10 points
 * ```
 */
export function atOneRate(records: readonly RunRecord[]): AtOneRate[] {
  const compared = withSharedSeeds(records), summaries = summarize(compared);
  return rankings(curves(compared)).flatMap(({ task, learningRate, order }) => {
    const tuned = summaries.filter((one) => one.task === task);
    if (order.length < tuned.length) return [];
    const champion = tuned.reduce((best, next) => next.testMean! > best.testMean! ? next : best);
    const [{ mean: accuracy }] = order;
    const winners = order.filter(({ rank }) => rank === 1).map(({ setting }) => setting);
    const right = winners.every((winner) =>
      tuned.find(({ setting }) => setting === winner)!.testMean! >= champion.testMean! - TIE
    );
    return [{ task, learningRate, winners, accuracy, right, regret: champion.testMean! - accuracy }];
  });
}
