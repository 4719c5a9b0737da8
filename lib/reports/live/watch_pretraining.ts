import { startBackend } from "../../backend/start.ts";
import type { Checkpoint } from "../../models/checkpoint.ts";
import { modelOf } from "../../pretraining/learner.ts";
import { parsePretrainingOptions } from "../../pretraining/options.ts";
import { pretrain, type Pretrained, type PretrainingMetrics } from "../../pretraining/pretrain.ts";
import { readText } from "../../pretraining/text.ts";
import { bitsPerByteChart } from "../charts/training_charts.ts";
import { type Display, stack } from "../display.ts";
import { interruptible } from "./interruptible.ts";
import { liveDisplay } from "./live_display.ts";
import { progressBar } from "./progress_bar.ts";

/**
 * Pretrains a language model on a text file or a folder of them, with a progress bar and a curve that follow it below
 * the running cell. Nothing is kept on disk; `deno task pretrain` is for longer runs.
 *
 * @param options `steps`, and what else {@linkcode parsePretrainingOptions} takes, such as `model`, `length` (of windows, in
 * bytes), `batchSize`, `learningRate` and `seed`; those not given have the defaults of `deno task pretrain --help`.
 * @returns The model, and how it went.
 * @throws {UserError} If the options do not fit, there is too little text, or the cell is interrupted.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { watchPretraining } from "./watch_pretraining.ts";
 *
 * const path = await Deno.makeTempFile({ suffix: ".txt" });
 * await Deno.writeTextFile(path, "Call me Ishmael. ".repeat(200));
 * const { config, validationBitsPerByte } = await watchPretraining(path, {
 *   model: "pocket-small",
 *   steps: 2,
 *   length: 16,
 * });
 * assert.equal(config.vocabulary, 256);
 * assert(validationBitsPerByte < 9); // of even odds for all bytes: 8
 * ```
 */
export async function watchPretraining(
  path: string,
  options: Parameters<typeof parsePretrainingOptions>[0],
  live = liveDisplay(),
): Promise<Pick<Checkpoint, "config"> & Pretrained> {
  const parsed = parsePretrainingOptions(options), { steps } = parsed;
  const text = await readText(path, parsed.length);
  const metrics: PretrainingMetrics[] = [];
  const start = performance.now();
  const picture = (pretrained?: Pretrained): Display => {
    const step = pretrained ? steps : metrics.at(-1)!.step;
    const speed = step * parsed.batchSize * parsed.length / (performance.now() - start) * 1000;
    const words = [
      `step ${step} of ${steps}`,
      `${Math.round(speed).toLocaleString("en")} bytes a second`,
      ...pretrained ? [`${pretrained.validationBitsPerByte.toFixed(2)} bits per byte in validation`] : [],
    ];
    return stack(progressBar(step / steps, words.join(", ")), bitsPerByteChart(metrics, steps));
  };
  await startBackend();
  const onMetrics = (metric: PretrainingMetrics) => {
    metrics.push(metric);
    live.update(picture);
  };
  const pretrained = await interruptible((signal) => pretrain(text, parsed, { signal, onMetrics }));
  await live.finish(() => picture(pretrained));
  return { config: modelOf(parsed), ...pretrained };
}
