import process from "node:process";

/**
 * danfojs, without the deprecation warning of a package that it requires. It needs no particular backend and
 * leaves the one in use as it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadDanfo } from "./danfo.ts";
 *
 * const { DataFrame } = await loadDanfo();
 * assert.deepEqual(new DataFrame([{ seed: 0, accuracy: 0.5 }]).columns, ["seed", "accuracy"]);
 * ```
 */
export async function loadDanfo() {
  const settings = process as typeof process & { noDeprecation?: boolean };
  const before = settings.noDeprecation;
  settings.noDeprecation = true;
  try {
    return await import("danfojs-node");
  } finally {
    settings.noDeprecation = before;
  }
}
