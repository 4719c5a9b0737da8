import cliProgress from "cli-progress";
import { duration, percent } from "../reports/labels.ts";
import type { SweepProgress } from "../sweeps/progress.ts";

/** Shows a sweep's progress: a bar in a terminal, a line for each ended run elsewhere. */
export class SweepBar {
  #bar = new cliProgress.SingleBar({
    format: "{bar} {value}/{total} runs, {left} left  {running}",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
  }, cliProgress.Presets.shades_classic);
  #ended = 0;
  #started = false;

  update({ runs, ended, running, secondsLeft, latest }: SweepProgress): void {
    const left = secondsLeft === null ? "…" : duration(secondsLeft);
    if (Deno.stderr.isTerminal()) { // where the bar is drawn
      const steps = running.map(({ run: { config }, step }) =>
        `${config.task.name} ${config.setting.name} ${config.learningRate} ${step}/${config.training.maximumSteps}`
      );
      if (!this.#started) this.#bar.start(runs, ended, { left, running: "" });
      this.#started = true;
      this.#bar.update(ended, { left, running: steps.join("  ") });
    } else if (latest && ended > this.#ended) {
      const { task, setting, learningRate, seed, status, testAccuracy, seconds } = latest;
      const accuracy = testAccuracy === null ? "" : `, test accuracy ${percent(testAccuracy)} %`;
      console.log(
        `${ended}/${runs} ${task} ${setting} lr ${learningRate} seed ${seed}: ${status}${accuracy}, ` +
          `${duration(seconds)}; ${left} left`,
      );
    }
    this.#ended = ended;
  }

  stop(): void {
    if (this.#started) this.#bar.stop();
    this.#started = false;
  }
}
