import type { Baseline, BaselineRecord } from "../baselines/record.ts";
import type { RunRecord } from "../sweeps/record.ts";
import { summarize, type Summary } from "./summary.ts";

/** What a baseline reaches on a task; a regression at the learning rate that is best on validation. */
export interface BaselineSummary extends Pick<Summary, "task" | "testMean" | "testError"> {
  baseline: Baseline;
  /** null of rules. */
  learningRate: number | null;
  /** Fractions from 0 to 1: the mean and the standard error over seeds, which rules do not have. */
  testMean: number;
  testError: number | null;
}

/** Each task's baselines, in the order of the records. */
export function summarizeBaselines(records: readonly BaselineRecord[]): BaselineSummary[] {
  const regressions = summarize(regressionRuns(records));
  const groups = Map.groupBy(records, ({ task, baseline }) => `${task} ${baseline}`);
  return [...groups.values()].map(([{ task, baseline, learningRate, testAccuracy }]) => {
    if (learningRate === null) {
      return { task, baseline, learningRate, testMean: testAccuracy, testError: null };
    }
    const found = regressions.find((one) => one.task === task)!;
    return {
      task,
      baseline,
      learningRate: found.learningRate,
      testMean: found.testMean!,
      testError: found.testError,
    };
  });
}

/** The trained baselines as runs of a setting that has their name, so that learning rates are chosen as for settings. */
export function regressionRuns(records: readonly BaselineRecord[]): RunRecord[] {
  return records.flatMap((
    { task, baseline, learningRate, seed, validationAccuracy, testAccuracy, bestStep },
  ) =>
    learningRate === null || seed === null ? [] : [{
      runId: `${task} ${baseline} ${learningRate} ${seed}`,
      task,
      setting: baseline,
      learningRate,
      seed,
      status: "finished",
      validationAccuracy,
      testAccuracy,
      trainAccuracy: null,
      bestStep,
      steps: bestStep ?? 0,
      seconds: 0,
    }]
  );
}
