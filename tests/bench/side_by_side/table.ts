import type { Comparison } from "./compare.ts";

/** A comparison as a table for the terminal. */
export function table({ ms, ratio, spread, memory, firstStep }: Comparison): string {
  const rows = Object.keys(ms).map((name) => [
    name,
    ms[name].toFixed(1),
    name in ratio
      ? `${ratio[name].toFixed(2)} (${spread[name].map((end) => end.toFixed(2)).join(" to ")})`
      : "",
    ...memory ? [memory[name]?.toString() ?? "unknown"] : [],
    firstStep[name].toFixed(1),
  ]);
  const all = [["", "ms a step", "times ours", ...memory ? ["MB"] : [], "first step, s"], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join("  ")
  ).join("\n");
}
