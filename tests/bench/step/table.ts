import type { Measured } from "./measure.ts";

/** What was measured, in words and numbers for the terminal. */
export function describe(measured: Measured): string {
  const { setting, model, tokens, batch, ms, ratio, spread, memory, firstStep, peak, share } = measured;
  const rows = Object.keys(ms).map((name) => [
    name,
    ms[name].toFixed(1),
    name in ratio
      ? `${ratio[name].toFixed(2)} (${spread[name].map((end) => end.toFixed(2)).join(" to ")})`
      : "",
    memory[name]?.toString() ?? "unknown",
    firstStep[name].toFixed(1),
  ]);
  const table = [["", "ms a step", "times ours", "MB", "first step, s"], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) =>
    row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join("  ")
  );
  return [
    `${model}, ${setting}, ${tokens} tokens, batch ${batch}`,
    ...lines,
    `Ours uses ${Math.round(share * 100)}% of the ${peak.toFixed(0)} GFLOP/s of a large product of matrices.`,
  ].join("\n");
}
