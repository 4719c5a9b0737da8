import { rm } from "node:fs/promises";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { median } from "../../../lib/analysis/statistics.ts";
import { dependenciesDirectory } from "../../../lib/files/paths.ts";
import { checkFinite, checkSame } from "./losses.ts";
import { SIDE } from "./peak.ts";
import { ratioOf } from "./statistics.ts";
import { type Program, startWorker, type Work, type Worker } from "./worker.ts";

/** How fast some programs are beside ours; times and ratios by name. */
export interface Comparison {
  /** The median over rounds of a round's median time of a step, in milliseconds. */
  ms: Record<string, number>;
  /** The median over rounds of the peer's time over ours... */
  ratio: Record<string, number>;
  /** ... and the least and the greatest. */
  spread: Record<string, [number, number]>;
  /** The most resident memory, in MB; absent where a GPU computes, whose memory it does not count. */
  memory?: Record<string, number | null>;
  /** How long the first step took, in seconds: with compilation, which ours keeps on disk for the next time. */
  firstStep: Record<string, number>;
  /** Of the product of large matrices on the processor, in GFLOP/s; absent where a GPU computes. */
  peak?: number;
}

/** How long a comparison is. */
export interface Rounds {
  /** How often each program takes its turn. */
  rounds: number;
  /** The steps of a turn; if not given, as many as take us some seconds. */
  steps?: number;
  /** Whether a GPU computes: then the processor's peak and memory are of no interest. */
  gpu?: boolean;
}

/**
 * Times the steps of `ours` and its `peers` in turn; every round begins with the next one.
 *
 * @throws {UserError} If a worker fails, or if the losses of its first steps are not ours.
 */
export async function compare(
  ours: Program,
  peers: Readonly<Record<string, Program>>,
  work: Work,
  { rounds, steps, gpu = false }: Rounds,
): Promise<Comparison> {
  const peak: Program = [join(import.meta.dirname!, "peak.ts")];
  await using stack = new AsyncDisposableStack();
  const workers = new Map<string, Worker>();
  for (const [name, program] of Object.entries({ ours, ...peers, ...gpu ? {} : { peak } })) {
    workers.set(name, stack.use(await startWorker(name, program, work)));
  }
  const names = Object.keys(peers), sides = ["ours", ...names];
  const warmUps = sides.map((name) => [name, workers.get(name)!.warmUp] as const);
  for (const [name, { losses }] of warmUps) checkSame(name, losses, warmUps[0][1].losses);

  const turn = steps ?? stepsOfTurn(workers.get("ours")!.warmUp.ms.at(-1)!);
  const times: Record<string, number[]> = Object.fromEntries([...workers.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of rotated([...workers.keys()], round)) {
      const answer = await workers.get(name)!.steps(turn);
      if (name !== "peak") checkFinite(name, answer.losses);
      times[name].push(name === "peak" ? Math.min(...answer.ms) : median(answer.ms));
    }
  }

  const of = <Value>(names: readonly string[], value: (name: string) => Value) =>
    Object.fromEntries(names.map((name) => [name, value(name)]));
  const ratios = of(names, (name) => ratioOf(times[name], times.ours));
  const memory = await Promise.all(sides.map(async (name) => [name, await workers.get(name)!.peakMemory()]));
  return {
    ms: of(sides, (name) => median(times[name])),
    ratio: of(names, (name) => ratios[name].median),
    spread: of(names, (name) => ratios[name].spread),
    firstStep: of(sides, (name) => workers.get(name)!.warmUp.ms[0] / 1000),
    ...gpu ? {} : {
      memory: Object.fromEntries(memory),
      peak: 2 * SIDE ** 3 / Math.min(...times.peak) / 1e6,
    },
  };
}

/** Calls `use` with the path of a file for the work of this process, and removes the file, also at Ctrl-C. */
export async function withWorkFile<Result>(use: (file: string) => Promise<Result>): Promise<Result> {
  const file = join(dependenciesDirectory, `bench-${Deno.pid}.safetensors`);
  const stop = () => {
    rmSync(file, { force: true });
    Deno.exit(130);
  };
  Deno.addSignalListener("SIGINT", stop);
  try {
    return await use(file);
  } finally {
    Deno.removeSignalListener("SIGINT", stop);
    await rm(file, { force: true });
  }
}

const TURN_MILLISECONDS = 2000;

/** How many steps of `ms` each a turn has: enough for a median, few enough for an evening. */
function stepsOfTurn(ms: number): number {
  return Math.min(Math.max(Math.round(TURN_MILLISECONDS / ms), 2), 50);
}

function rotated<Value>(values: readonly Value[], by: number): Value[] {
  const start = by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}
