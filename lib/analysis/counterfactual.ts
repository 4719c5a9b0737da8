import { type CurvePoint, series } from "./curves.ts";
import { bestLearningRate } from "./summary.ts";

/** Which of the two sides had its learning rate tuned; the other one has the fixed learning rate. */
export const TUNED = ["both", "frozen", "unfrozen", "neither"] as const;
export type Tuned = (typeof TUNED)[number];

/** What one would have concluded of frozen against unfrozen. */
export interface Conclusion {
  task: string;
  initialization: string;
  tuned: Tuned;
  /** Test accuracies, fractions; null where there are no results at the learning rate. */
  frozen: number | null;
  unfrozen: number | null;
  /** Unfrozen minus frozen: positive where training everything seems better. */
  difference: number | null;
  /** Whether this contradicts what tuning both says. */
  reversed: boolean | null;
}

/**
 * Frozen against unfrozen with each initialization, had one tuned both learning rates, one of them or neither.
 * Learning rates are tuned on validation, compared on test.
 *
 * @param fixed The learning rate of what is not tuned, such as the 1e-3 of Lu et al. (2021).
 */
export function conclusions(points: readonly CurvePoint[], fixed: number): Conclusion[] {
  const lines = series(points);
  const tasks = [...new Set(points.map(({ task }) => task))];
  return tasks.flatMap((task) =>
    ["pretrained", "random"].flatMap((initialization) => {
      const side = (freezing: string, tuned: boolean) => {
        const setting = `${freezing}-${initialization}`;
        const members = lines.find((line) => line.task === task && line.setting === setting)?.members ?? [];
        const point = tuned
          ? bestLearningRate(members)
          : members.find(({ learningRate }) => learningRate === fixed);
        return point?.test?.mean ?? null;
      };
      const rows = TUNED.map((tuned) => {
        const frozen = side("frozen", tuned === "both" || tuned === "frozen");
        const unfrozen = side("unfrozen", tuned === "both" || tuned === "unfrozen");
        const difference = frozen === null || unfrozen === null ? null : unfrozen - frozen;
        return { task, initialization, tuned, frozen, unfrozen, difference };
      });
      const truth = rows[0].difference;
      return rows.map((row) => ({
        ...row,
        reversed: truth === null || row.difference === null
          ? null
          : Math.sign(row.difference) !== Math.sign(truth),
      }));
    })
  );
}

/** What one would have concluded at one learning rate for all settings. */
export interface AtOneRate {
  task: string;
  learningRate: number;
  /** The best setting at this learning rate, and its test accuracy. */
  winner: string;
  accuracy: number;
  /** Whether it is also the best setting when each has its own best learning rate. */
  right: boolean;
  /** How much test accuracy that one, tuned, is better. */
  regret: number;
}

/**
 * The setting that would have won at each learning rate, where all settings of the task have results.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { atOneRate } from "./counterfactual.ts";
 *
 * assert.deepEqual(atOneRate([]), []);
 * ```
 */
export function atOneRate(points: readonly CurvePoint[]): AtOneRate[] {
  return [...Map.groupBy(points, ({ task }) => task)].flatMap(([task, ofTask]) => {
    const lines = series(ofTask);
    const tuned = lines.flatMap(({ setting, members }) => {
      const test = bestLearningRate(members)?.test ?? null;
      return test === null ? [] : [{ setting, accuracy: test.mean }];
    });
    if (tuned.length === 0) return [];
    const champion = best(tuned);
    const rates = [...new Set(ofTask.map(({ learningRate }) => learningRate))].sort((a, b) => a - b);
    return rates.flatMap((learningRate) => {
      const here = ofTask.filter((point) => point.learningRate === learningRate && point.test !== null);
      if (here.length < lines.length) return [];
      const { setting: winner, accuracy } = best(
        here.map(({ setting, test }) => ({ setting, accuracy: test!.mean })),
      );
      const right = winner === champion.setting;
      return [{ task, learningRate, winner, accuracy, right, regret: champion.accuracy - accuracy }];
    });
  });
}

function best(results: readonly { setting: string; accuracy: number }[]) {
  return results.reduce((best, next) => next.accuracy > best.accuracy ? next : best);
}
