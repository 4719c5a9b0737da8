/** Names and numbers as tables and charts print them. */

import type { PairedComparison } from "../analysis/paired.ts";
import type { Estimate } from "../analysis/statistics.ts";
import type { Summary } from "../analysis/summary.ts";
import { signOf } from "../analysis/tie.ts";
import type { PublishedAccuracy } from "../published/rothermel_2021.ts";

const TASKS: Record<string, string> = {
  "listops": "ListOps",
  "mnist": "MNIST",
  "cifar10": "CIFAR10",
  "cifar10-lra": "CIFAR10-LRA",
  "bit-memory": "Bit Memory",
  "bit-xor": "Bit XOR",
};

/** "ListOps" of "listops". */
export function taskLabel(task: string): string {
  return TASKS[task] ?? task;
}

/** "Frozen Random" of "frozen-random". */
export function settingLabel(setting: string): string {
  const words = setting.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join(" ").replace("Mlp", "MLP");
}

/** A learning rate as papers print it: "1e-3" of 0.001. */
export function learningRateLabel(learningRate: number): string {
  return learningRate.toExponential();
}

/** A fraction in percent: "71.3" of 0.7128. */
export function percent(fraction: number): string {
  return minus((100 * fraction).toFixed(1).replace(/^-(0\.0)$/, "$1"));
}

/** A number as text, with a minus sign in place of its hyphen. */
function minus(text: string): string {
  return text.replace("-", "\u2212");
}

/** Mean and standard error in percent: "71.3 ± 0.4", "71.3" where one seed leaves the error unknown. */
export function percentEstimate({ mean, error }: Pick<Estimate, "mean" | "error">): string {
  return error === null ? percent(mean) : `${percent(mean)} ± ${percent(error)}`;
}

/** A summary's test accuracy likewise; null where it has no runs that have ended. */
export function testEstimate(summary: Pick<Summary, "testMean" | "testError"> | undefined): string | null {
  if (summary === undefined || summary.testMean === null) return null;
  return percentEstimate({ mean: summary.testMean, error: summary.testError });
}

/** A published figure, which is in percent: "57.6 ± 0.8". */
export function publishedLabel({ mean, error }: PublishedAccuracy): string {
  return `${mean.toFixed(1)} ± ${error.toFixed(1)}`;
}

/**
 * A difference of fractions in percentage points, with its sign: "+3.4" of 0.0341. "0.0" is said of none alone, so that
 * an interval that just leaves it out is not printed as if it did not: "+0.003" of 0.0000281.
 */
export function points(difference: number): string {
  if (signOf(difference) === 0) return "0.0";
  const text = percent(difference);
  const digits = text === "0.0" ? minus((100 * difference).toPrecision(1)) : text;
  return difference > 0 ? `+${digits}` : digits;
}

/** An interval of differences in percentage points: "+1.2 to +5.6". */
export function pointsInterval(interval: readonly [number, number] | null): string | null {
  return interval && `${points(interval[0])} to ${points(interval[1])}`;
}

/** A difference with its interval, in percentage points: "+3.4 (+1.2 to +5.6)"; null where nothing was compared. */
export function differenceLabel(comparison: PairedComparison | null | undefined): string | null {
  if (!comparison) return null;
  const { difference, interval } = comparison;
  return points(difference) + (interval ? ` (${pointsInterval(interval)})` : "");
}

/**
 * The difference of two published percentages in points, with as many decimals as they have: "+0.3", "−2" of whole
 * percents; null where one is not known.
 */
export function publishedPoints(
  first: number | undefined,
  second: number | undefined,
  decimals: 0 | 1,
): string | null {
  if (first === undefined || second === undefined) return null;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return (first - second).toLocaleString("en", { signDisplay: "exceptZero", ...digits }).replace(
    "-",
    "\u2212",
  );
}

/**
 * A ratio in two digits: "3.1". "1" is said of equality alone, so that an interval that just leaves it out is not printed
 * as if it did not: "1.004".
 */
export function times(ratio: number): string {
  const digits = [2, 3, 4, 5, 6, 7, 8, 9].find((digits) => Number(ratio.toPrecision(digits)) !== 1);
  return ratio.toLocaleString("en", { maximumSignificantDigits: digits ?? 2 });
}

/** A count of operations: "3.0e+12". */
export function flopsLabel(flops: number): string {
  return flops.toExponential(1);
}

/** "maximum length" of "maximumLength". */
export function optionLabel(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A time span in words, in its two largest units: "8 s", "12 min 5 s", "3 h 20 min", "4 d 7 h". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24).toLocaleString("en")} d ${hours % 24} h`;
}
