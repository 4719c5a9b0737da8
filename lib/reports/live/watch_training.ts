import { startBackend } from "../../backend/start.ts";
import { type GivenRun, type Metrics, type Result, train } from "../../training/train.ts";
import { type Display, stack } from "../display.ts";
import { percent } from "../labels.ts";
import { interruptible } from "./interruptible.ts";
import { liveDisplay } from "./live_display.ts";
import { lossChart } from "../charts/training_charts.ts";
import { progressBar } from "./progress_bar.ts";

/**
 * Trains with a progress bar and a loss curve that follow it below the running cell. Nothing is kept on disk.
 *
 * @throws {UserError} As `train`, or if the cell is interrupted.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gpt2Preset } from "../../models/config.ts";
 * import { SETTINGS } from "../../models/settings.ts";
 * import { openTask } from "../../tasks/open.ts";
 * import { watchTraining } from "./watch_training.ts";
 *
 * const { steps } = await watchTraining({
 *   task: await openTask({ name: "bit-xor" }),
 *   body: { ...gpt2Preset("pocket-small"), layers: 1 },
 *   setting: SETTINGS["unfrozen-random"],
 *   learningRate: 1e-3,
 *   seed: 0,
 *   options: { maximumSteps: 2, evaluateEvery: 2, validationExamples: 8, testExamples: 8 },
 * });
 * assert.equal(steps, 2);
 * ```
 */
export async function watchTraining(run: GivenRun, live = liveDisplay()): Promise<Result> {
  const steps = run.options.maximumSteps;
  const metrics: Metrics[] = [];
  const picture = (result?: Result): Display =>
    stack(
      progressBar(result ? 1 : (metrics.at(-1)?.step ?? 0) / steps, describeTraining(metrics, steps, result)),
      lossChart(metrics, steps),
    );
  await startBackend();
  const onMetrics = (metric: Metrics) => {
    metrics.push(metric);
    live.update(picture);
  };
  const result = await interruptible((signal) => train(run, { signal, onMetrics }));
  await live.finish(() => picture(result));
  return result;
}

/** How far training is, or once there is a result what it came to. */
export function describeTraining(metrics: readonly Metrics[], steps: number, result?: Result): string {
  const loss = metrics.findLast((metric) => "loss" in metric)?.loss;
  const validation = result?.validationAccuracy ??
    metrics.findLast((metric) => "validationAccuracy" in metric)?.validationAccuracy;
  const test = result?.testAccuracy;
  return [
    result?.status === "diverged"
      ? `diverged at step ${result.steps}`
      : `step ${result?.steps ?? metrics.at(-1)?.step ?? 0} of ${steps}`,
    ...loss === undefined ? [] : [`training loss ${loss.toFixed(2)}`],
    ...validation === undefined ? [] : [`validation accuracy ${percent(validation)} %`],
    ...test == null ? [] : [`test accuracy ${percent(test)} %`],
  ].join(", ");
}
