import { isEnded, type RunRecord } from "../sweeps/record.ts";
import { runSeries } from "./series.ts";
import { type Estimate, estimate } from "./statistics.ts";

/** The runs of one task in one setting at one learning rate. */
export interface CurvePoint {
  task: string;
  setting: string;
  learningRate: number;
  /** Fractions from 0 to 1 over the seeds that have ended; null if none has. */
  validation: Estimate | null;
  test: Estimate | null;
  /** How many of the ended seeds diverged. */
  diverged: number;
  /** How many seeds have no result: failed, running or pending. */
  missing: number;
}

/**
 * Accuracy against learning rate: a point for each task, setting and learning rate in `records`; tasks and
 * settings in the order of the records, learning rates ascending.
 *
 * A run that diverged counts like any other, with the accuracy of its best step before it diverged; if it was
 * never evaluated, with 0, so that a learning rate is never preferred for the seeds it lost.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { curves } from "./curves.ts";
 *
 * const experiment = preset("pocket"), points = curves(await historiesOf(experiment));
 * const ofOne = points.filter(({ task, setting }) => task === "listops" && setting === "frozen-random");
 * assert.deepEqual(ofOne.map(({ learningRate }) => learningRate), experiment.learningRates);
 * ```
 */
export function curves(records: readonly RunRecord[]): CurvePoint[] {
  return runSeries(records).flatMap(({ task, setting, members }) =>
    [...Map.groupBy(members, ({ learningRate }) => learningRate)]
      .sort(([a], [b]) => a - b)
      .map(([learningRate, runs]) => ({ task, setting, learningRate, ...point(runs) }))
  );
}

function point(runs: readonly RunRecord[]): Pick<CurvePoint, "validation" | "test" | "diverged" | "missing"> {
  const ended = runs.filter(isEnded);
  return {
    validation: estimate(ended.map(({ validationAccuracy }) => validationAccuracy ?? 0)),
    test: estimate(ended.map(({ testAccuracy }) => testAccuracy ?? 0)),
    diverged: ended.filter(({ status }) => status === "diverged").length,
    missing: runs.length - ended.length,
  };
}
