import { flopsOfStep } from "../sweeps/cost.ts";
import type { History } from "../sweeps/record.ts";
import type { Evaluation } from "../training/early_stopping.ts";
import { type BestRuns, bestRuns, bestRunsOf, pairsBySeed } from "./best_runs.ts";
import { TIE } from "./tie.ts";
import { countCutOff } from "./cut_off.ts";
import { secondsPerStep } from "./seconds_per_step.ts";
import { type Estimate, estimate, mean } from "./statistics.ts";
import { tasksOf } from "./series.ts";

/** What training took until it reached an accuracy, over the seeds that reached it. */
export interface Effort {
  steps: Estimate | null;
  /** Floating-point operations of the gradient steps (see `flopsOfStep`). */
  flops: Estimate | null;
  /** At the usual time of a step of runs like the pretrained ones, evaluations included (see {@linkcode secondsPerStep}). */
  seconds: Estimate | null;
}

/** The step of the evaluation that first saw an accuracy, which came at any step after that of the evaluation before. */
export interface Arrival {
  step: number;
  /** The step of the evaluation before; 0 for the first. */
  after: number;
}

/** How soon a pretrained setting is as good as its random counterpart ever gets. */
export interface Efficiency {
  task: string;
  pretrained: string;
  random: string;
  /** The random counterpart's best validation accuracy, mean over seeds, at its best learning rate. */
  target: number;
  /** Until the random counterpart was at its own best... */
  randomEffort: Effort;
  /** ... and until the pretrained setting was at least at the target, at its own best learning rate. */
  effort: Effort;
  /** How many of the pretrained setting's seeds reached the target, and of how many. */
  reached: number;
  seeds: number;
  /** How many of the random counterpart's seeds might have got further (see {@linkcode countCutOff})... */
  randomCutOff: number;
  /** ... how many reached the pretrained setting's best validation accuracy, mean over seeds... */
  randomReached: number;
  /** ... and how many there are. */
  randomSeeds: number;
  /** When the random counterpart and when the pretrained setting got there, of each seed of which both are known. */
  pairs: [random: Arrival, pretrained: Arrival][];
  /** The geometric mean of `pairs`' ratios, random over pretrained; null unless all seeds reached the target. */
  speedup: number | null;
  /** The least that it may be, as both may have got there at any step after the evaluation before; null where it is. */
  leastSpeedup: number | null;
}

const PAIRS = [["frozen-pretrained", "frozen-random"], ["unfrozen-pretrained", "unfrozen-random"]] as const;

/**
 * Compute efficiency: gradient steps until each pretrained setting reaches the best validation accuracy of its
 * random counterpart (Rothermel et al., 2021, Table 2), on each task where both have results. Steps are known to
 * the interval between evaluations.
 *
 * @throws {UserError} If runs differ in what statistics do not look at, such as their body or number of steps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { computeEfficiency } from "./efficiency.ts";
 *
 * const [first] = computeEfficiency(await historiesOf(preset("pocket")));
 * assert.deepEqual([first.pretrained, first.random], ["frozen-pretrained", "frozen-random"]);
 * assert(first.reached <= first.seeds);
 * ```
 */
export function computeEfficiency(histories: readonly History[]): Efficiency[] {
  const best = bestRuns(histories);
  return tasksOf(histories).flatMap((task) =>
    PAIRS.flatMap(([pretrained, random]) => {
      const ours = bestRunsOf(best, task, pretrained), theirs = bestRunsOf(best, task, random);
      return ours && theirs ? [compare(ours, theirs, secondsPerStep(histories, ours.runs))] : [];
    })
  );
}

function compare(
  pretrained: BestRuns<History>,
  random: BestRuns<History>,
  seconds: number,
): Efficiency {
  const bests = (runs: readonly History[]) => runs.map(({ validationAccuracy }) => validationAccuracy ?? 0);
  const target = mean(bests(random.runs))!, pretrainedBest = mean(bests(pretrained.runs))!;
  const reached = pretrained.runs.flatMap((run) =>
    arrivals(run, (evaluation) => evaluation.validationAccuracy >= target - TIE)
  );
  const own = random.runs.flatMap((run) => arrivals(run, ({ step }) => step === run.bestStep));
  const pairs = pairsBySeed(own, reached, ({ step, after }) => ({ step, after }));
  const known = reached.length === pretrained.runs.length;
  return {
    task: pretrained.task,
    pretrained: pretrained.setting,
    random: random.setting,
    target,
    randomEffort: effortOf(own, seconds),
    effort: effortOf(reached, seconds),
    reached: reached.length,
    seeds: pretrained.runs.length,
    randomSeeds: random.runs.length,
    randomCutOff: countCutOff(random.runs),
    randomReached: bests(random.runs).filter((best) => best >= pretrainedBest - TIE).length,
    pairs,
    speedup: known ? geometricMean(pairs.map(([random, { step }]) => random.step / step)) : null,
    leastSpeedup: known ? geometricMean(pairs.map(([random, { step }]) => random.after / step)) : null,
  };
}

/** 0 where a ratio is; null of none. */
function geometricMean(ratios: readonly number[]): number | null {
  const ofLogs = mean(ratios.map(Math.log));
  return ofLogs === null ? null : Math.exp(ofLogs);
}

/** The arrival at the first of a run's evaluations that is `there`, if there is one. */
function arrivals(
  run: History,
  there: (evaluation: Evaluation) => boolean,
): (Arrival & { seed: number; run: History })[] {
  const first = run.evaluations.findIndex(there);
  if (first < 0) return [];
  const { step } = run.evaluations[first];
  return [{ seed: run.seed, run, step, after: run.evaluations[first - 1]?.step ?? 0 }];
}

function effortOf(
  arrivals: readonly { run: History; step: number }[],
  seconds: number,
): Effort {
  return {
    steps: estimate(arrivals.map(({ step }) => step)),
    flops: estimate(arrivals.map(({ run, step }) => step * flopsOfStep(run.config))),
    seconds: estimate(arrivals.map(({ step }) => step * seconds)),
  };
}
