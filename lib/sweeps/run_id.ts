import { sha256OfData } from "../files/integrity.ts";

/**
 * The identity of a run: the first 12 hexadecimal digits of the SHA-256 of its configuration, which do not
 * depend on the order of its keys. The same configuration is thus never run twice, and a changed one never
 * mistaken for what was run before.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { runId } from "./run_id.ts";
 *
 * assert.equal(runId({ seed: 0, task: "mnist" }), runId({ task: "mnist", seed: 0 }));
 * assert.match(runId({ seed: 0 }), /^[0-9a-f]{12}$/);
 * ```
 */
export function runId(configuration: object): string {
  return sha256OfData(canonical(configuration)).slice(0, 12);
}

/** JSON with sorted keys and no white space. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}
