import type { Report } from "./messages.ts";
import type { PlannedRun } from "./plan.ts";
import type { RunRecord } from "./record.ts";

/** How far a run has come. */
export interface RunProgress {
  run: PlannedRun;
  /** When its first metrics came, in seconds. */
  since: number;
  step: number;
  /** The mean of the last losses and the last validation accuracy, once they are known. */
  loss?: number;
  validationAccuracy?: number;
}

/** How far a sweep has come. */
export interface SweepProgress {
  runs: number;
  ended: number;
  running: readonly RunProgress[];
  /** The run that ended last. */
  latest?: RunRecord;
  /** An estimate; null before any run has told of its steps. */
  secondsLeft: number | null;
}

/** Follows a sweep by the reports of its workers; `waiting` are the runs that have not ended, of `runs` in all. */
export class ProgressTracker {
  #waiting: Map<string, PlannedRun>;
  #running = new Map<string, RunProgress>();
  #ended: { run: PlannedRun; seconds: number }[] = [];
  #latest?: RunRecord;
  #runs: number;
  #workers: number;

  constructor(waiting: readonly PlannedRun[], { runs, workers }: { runs: number; workers: number }) {
    this.#waiting = new Map(waiting.map((run) => [run.runId, run]));
    this.#runs = runs;
    this.#workers = workers;
  }

  /** Takes in a worker's report at the time `now`, in seconds. */
  update(report: Report, now = performance.now() / 1000): SweepProgress {
    if (report.report === "metrics") {
      const { runId, metrics } = report;
      const before = this.#running.get(runId) ?? { run: this.#waiting.get(runId)!, since: now };
      this.#running.set(runId, { ...before, ...metrics });
    } else if (report.report === "ended") {
      const { runId, seconds } = this.#latest = report.run;
      this.#ended.push({ run: this.#waiting.get(runId)!, seconds });
      this.#waiting.delete(runId);
      this.#running.delete(runId);
    }
    return {
      runs: this.#runs,
      ended: this.#runs - this.#waiting.size,
      running: [...this.#running.values()],
      latest: this.#latest,
      secondsLeft: this.#secondsLeft(now),
    };
  }

  #secondsLeft(now: number): number | null {
    let sum = 0;
    for (const run of this.#waiting.values()) {
      const seconds = this.#expected(run, now);
      if (seconds === null) return null;
      const running = this.#running.get(run.runId);
      sum += seconds * (1 - (running ? share(running) : 0));
    }
    return sum / this.#workers;
  }

  /** A run takes as long as the ended ones of its task and setting, else of its task, else as any. */
  #expected({ config: { task, setting } }: PlannedRun, now: number): number | null {
    const sameTask = (other: PlannedRun) => JSON.stringify(other.config.task) === JSON.stringify(task);
    const sameBoth = (other: PlannedRun) => sameTask(other) && other.config.setting.name === setting.name;
    const begun = [...this.#running.values()].filter((progress) => now > progress.since)
      .map((progress) => ({ run: progress.run, seconds: (now - progress.since) / share(progress) }));
    for (const alike of [sameBoth, sameTask, () => true]) {
      for (const known of [this.#ended, begun]) {
        const seconds = known.filter(({ run }) => alike(run)).map(({ seconds }) => seconds);
        if (seconds.length > 0) return seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
      }
    }
    return null;
  }
}

/** The share of a run's steps that are done, at most 1. */
function share({ run, step }: RunProgress): number {
  return step / run.config.training.maximumSteps;
}
