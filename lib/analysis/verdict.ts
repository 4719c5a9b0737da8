import { comparePairs, type PairedComparison } from "./paired.ts";
import { signOf } from "./tie.ts";

/** What our runs say of a claim. */
export type Answer = "replicates" | "does not replicate" | "inconclusive";

/** What was measured of a claim on one task. */
export interface Finding {
  task: string;
  answer: Answer;
  /** The quantity that decides (see {@linkcode Quantity}), with its 95 % interval; null where it is not known. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** What else was seen that bears on the answer. */
  note?: string;
}

/** How a finding's numbers are to be read. */
export type Quantity =
  | "difference of accuracies"
  | "ratio of learning rates"
  | "lower learning rates"
  | "pairs of learning rates"
  | "speedup";

/** A finding where nothing was measured. */
export function unknown(task: string): Finding {
  return { task, answer: "inconclusive", value: null, low: null, high: null };
}

/**
 * Whether a difference is above `threshold`: told by its whole 95 % t interval over seeds, and not at all with one
 * seed, or by what rounding alone has made.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { comparePairs } from "./paired.ts";
 * import { isAbove } from "./verdict.ts";
 *
 * const clear = comparePairs([[0.9, 0.5], [0.91, 0.5], [0.9, 0.51]]);
 * assert.equal(isAbove("mnist", clear, 0).answer, "replicates");
 * assert.equal(isAbove("mnist", comparePairs([[0.9, 0.5]]), 0).answer, "inconclusive");
 * ```
 */
export function isAbove(task: string, comparison: PairedComparison | null, threshold: number): Finding {
  if (comparison === null) return unknown(task);
  const { difference: value, interval } = comparison;
  if (interval === null) return { task, answer: "inconclusive", value, low: null, high: null };
  const [low, high] = interval;
  const [least, most] = [low, high].map((end) => signOf(end - threshold));
  const answer = least > 0 ? "replicates" : most < 0 ? "does not replicate" : "inconclusive";
  return { task, answer, value, low, high };
}

/**
 * Whether ratios, first over second, are above 1: {@linkcode isAbove} of their logarithms. The value is their
 * geometric mean.
 *
 * @param below The factor by which ratios may be smaller than they look, as they are only known to a grid's step: the
 * interval is widened by it. Without it, seeds that agree on a coarse grid would seem to know the ratio exactly.
 * @param above By which they may be greater.
 */
export function isAboveOne(
  task: string,
  pairs: readonly (readonly [number, number])[],
  below: number,
  above = below,
): Finding {
  const logarithms = pairs.map(([first, second]) => [Math.log(first), Math.log(second)] as const);
  const widened = widen(comparePairs(logarithms), Math.log(below), Math.log(above));
  const { answer, value, low, high } = isAbove(task, widened, 0);
  const ratio = (logarithm: number | null) => logarithm === null ? null : Math.exp(logarithm);
  return { task, answer, value: ratio(value), low: ratio(low), high: ratio(high) };
}

function widen(comparison: PairedComparison | null, down: number, up: number): PairedComparison | null {
  if (!comparison?.interval) return comparison;
  const [low, high] = comparison.interval;
  return { ...comparison, interval: [low - down, high + up] };
}

/** What follows for a claim about every task: one task can refute it, all of them are needed to confirm it. */
export function overall(findings: readonly Finding[]): Answer {
  if (findings.some(({ answer }) => answer === "does not replicate")) return "does not replicate";
  const confirmed = findings.length > 0 && findings.every(({ answer }) => answer === "replicates");
  return confirmed ? "replicates" : "inconclusive";
}
