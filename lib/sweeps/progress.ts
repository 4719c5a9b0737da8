import { flopsOfRuns } from "./cost.ts";
import type { Report } from "./messages.ts";
import type { PlannedRun } from "./plan.ts";
import { isEnded, type RunRecord } from "./record.ts";

/** How far a run has come. */
export interface RunProgress {
  run: PlannedRun;
  /** When its first metrics came, in seconds, and of which step they were: more than the first, if it is resumed. */
  since: number;
  sinceStep: number;
  step: number;
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
  /** The floating-point operations of whole runs, counted once. */
  #flops: Map<string, number>;
  #running = new Map<string, RunProgress>();
  #ended: { run: PlannedRun; seconds: number }[] = [];
  #latest?: RunRecord;
  #runs: number;
  #workers: number;

  constructor(waiting: readonly PlannedRun[], { runs, workers }: { runs: number; workers: number }) {
    this.#waiting = new Map(waiting.map((run) => [run.runId, run]));
    this.#flops = new Map(waiting.map(({ runId, config }) => [runId, flopsOfRuns([config])]));
    this.#runs = runs;
    this.#workers = workers;
  }

  /** Takes in a worker's report at the time `now`, in seconds. */
  update(report: Report, now = performance.now() / 1000): SweepProgress {
    if (report.report === "metrics") {
      const { runId, metrics } = report;
      const before = this.#running.get(runId) ??
        { run: this.#waiting.get(runId)!, since: now, sinceStep: metrics.step };
      this.#running.set(runId, { ...before, step: metrics.step });
    } else if (report.report === "ended") {
      const { runId, seconds } = this.#latest = report.run;
      if (isEnded(report.run)) this.#ended.push({ run: this.#waiting.get(runId)!, seconds });
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

  /** A run goes as fast as the ended ones of its task and setting, else of its task, else as any. */
  #secondsLeft(now: number): number | null {
    const begun = [...this.#running.values()].filter(({ step, sinceStep }) => step > sinceStep)
      .map(({ run, since, step, sinceStep }) => ({
        run,
        seconds: (now - since) / shareOf(run, step - sinceStep),
      }));
    const ended = this.#pacesByLikeness(this.#ended), promised = this.#pacesByLikeness(begun);
    let sum = 0;
    for (const run of this.#waiting.values()) {
      const pace = likenesses(run).map((key) => ended.get(key) ?? promised.get(key))
        .find((pace) => pace !== undefined);
      if (pace === undefined) return null;
      const running = this.#running.get(run.runId);
      sum += pace * this.#flops.get(run.runId)! * (1 - (running ? shareOf(run, running.step) : 0));
    }
    return sum / Math.min(this.#workers, Math.max(1, this.#waiting.size));
  }

  /** The seconds that the runs in each group took for a floating-point operation. */
  #pacesByLikeness(runs: readonly { run: PlannedRun; seconds: number }[]): Map<string, number> {
    const sums = new Map<string, { seconds: number; flops: number }>();
    for (const { run, seconds } of runs) {
      const flops = this.#flops.get(run.runId)!;
      for (const key of likenesses(run)) {
        const sum = sums.get(key) ?? { seconds: 0, flops: 0 };
        sums.set(key, { seconds: sum.seconds + seconds, flops: sum.flops + flops });
      }
    }
    return new Map(Array.from(sums, ([key, { seconds, flops }]) => [key, seconds / flops]));
  }
}

/** Names of the groups that a run belongs to, those that it is most like first. */
function likenesses({ config: { task, setting } }: PlannedRun): string[] {
  return [`${task.name} ${setting.name}`, task.name, ""];
}

/** The share of a run's gradient steps that `steps` are. */
function shareOf(run: PlannedRun, steps: number): number {
  return steps / run.config.training.maximumSteps;
}
