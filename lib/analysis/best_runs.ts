import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { bestLearningRate } from "./best_learning_rate.ts";
import { curves } from "./curves.ts";
import { runSeries } from "./series.ts";
import { wholeSeeds } from "./whole_seeds.ts";

/** The ended runs of a task in a setting at its best learning rate, a run for each seed (see {@linkcode wholeSeeds}). */
export interface BestRuns<Run extends RunRecord> {
  task: string;
  setting: string;
  learningRate: number;
  runs: Run[];
}

/** Of each task and setting that has results the runs at the learning rate that is best on validation. */
export function bestRuns<Run extends RunRecord>(records: readonly Run[]): BestRuns<Run>[] {
  return runSeries(records).flatMap(({ task, setting, members }) => {
    const whole = wholeSeeds(members), best = bestLearningRate(curves(whole));
    if (best === undefined) return [];
    const { learningRate } = best;
    const runs = whole.filter((run) => isEnded(run) && run.learningRate === learningRate);
    return [{ task, setting, learningRate, runs }];
  });
}

/** The best runs of a task in a setting; undefined where there are none. */
export function bestRunsOf<Run extends RunRecord>(
  best: readonly BestRuns<Run>[],
  task: string,
  setting: string,
): BestRuns<Run> | undefined {
  return best.find((one) => one.task === task && one.setting === setting);
}

/** What `valueOf` gives of each one of `first` and of the one in `second` with the same seed. */
export function pairsBySeed<Item extends { seed: number }, Value>(
  first: readonly Item[],
  second: readonly Item[],
  valueOf: (item: Item) => Value,
): [Value, Value][] {
  return first.flatMap((item) => {
    const other = second.find(({ seed }) => seed === item.seed);
    return other === undefined ? [] : [[valueOf(item), valueOf(other)]];
  });
}
