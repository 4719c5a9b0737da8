import { startBackend } from "../backend/start.ts";
import type { Checkpoint } from "../models/checkpoint.ts";
import { sampleText } from "../pretraining/sample.ts";
import { keyOf } from "../random/key.ts";
import { Display } from "./display.ts";
import { escapeHtml } from "./html.ts";

/**
 * What a byte-level language model writes behind a prompt.
 *
 * @param options.bytes How many it writes; prompt and text must fit its positions.
 * @param options.temperature Greater than 0; the smaller, the more it prefers what is likely.
 * @param options.seed Another writes another text.
 * @throws {UserError} If the model's tokens are no bytes, its positions too few, or the temperature is not greater than 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadGpt2 } from "../models/checkpoint.ts";
 * import { weightsFolder } from "../weights/folders.ts";
 * import { writtenText } from "./written_text.ts";
 *
 * const model = await loadGpt2(weightsFolder("pocket"));
 * const { bundle } = await writtenText(model, { prompt: "Call me ", bytes: 8 });
 * assert.match(bundle["text/plain"], /^Call me /);
 * ```
 */
export async function writtenText(
  model: Pick<Checkpoint, "config" | "parameters">,
  { prompt = "", bytes = 255, temperature = 0.8, seed = 0 } = {},
): Promise<Display> {
  await startBackend();
  const text = await sampleText(model, keyOf(seed), { prompt, bytes, temperature });
  const html = `<b>${escapeHtml(prompt)}</b>${escapeHtml(text)}`;
  return new Display(`<blockquote style="white-space: pre-wrap">${html}</blockquote>`, prompt + text);
}
