import type { Provenance } from "../provenance.ts";

/**
 * Where figures come from, in words: what was run, at which commits, on which machines and backends.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { origins } from "./origins.ts";
 *
 * const run = { commit: "1c4a2f", command: "sweep quick", machine: "EPYC, 2 cores", backend: "native", ended: "" };
 * assert.equal(
 *   origins([run, { ...run, commit: "77e0b3+" }]),
 *   "by sweep quick at commit 1c4a2f, 77e0b3+ on EPYC, 2 cores (native backend)",
 * );
 * ```
 */
export function origins(provenances: readonly Provenance[]): string {
  const places = Map.groupBy(
    provenances,
    ({ command, machine, backend }) => `by ${command} at commit COMMITS on ${machine} (${backend} backend)`,
  );
  return [...places].map(([place, runs]) => {
    const commits = [...new Set(runs.map(({ commit }) => commit ?? "unknown"))].sort();
    return place.replace("COMMITS", () => commits.join(", "));
  }).join("; ");
}
