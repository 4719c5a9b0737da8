import { flopsOfStep } from "./flops.ts";
import { checkFinite, checkSame } from "./losses.ts";
import { SIDE } from "./peak.ts";
import { median, ratioOf } from "./statistics.ts";
import type { Case, Work } from "./work.ts";
import { type Peer, startWorker, type Worker } from "./worker.ts";

/** How a case went; times and ratios by peer. */
export interface Measured extends Case {
  /** The median over rounds of a round's median time of a step, in milliseconds. */
  ms: Record<string, number>;
  /** The median over rounds of the peer's time over ours... */
  ratio: Record<string, number>;
  /** ... and the least and the greatest. */
  spread: Record<string, [number, number]>;
  /** The most resident memory, in MB. */
  memory: Record<string, number | null>;
  /** How long the first step took, in seconds: with compilation, which ours keeps on disk for the next time. */
  firstStep: Record<string, number>;
  /** Of the product of large matrices, in GFLOP/s... */
  peak: number;
  /** ... and the share of it that our step uses, from 0 to 1. */
  share: number;
}

/**
 * Times a case: each worker in turn takes `steps` steps (if not given, as many as take us some seconds), `rounds`
 * times over; every round begins with the next one.
 *
 * @throws {UserError} If a worker fails, or if the losses of its first steps are not ours.
 */
export async function measure(
  work: Work,
  { peers, rounds, steps }: { peers: readonly Peer[]; rounds: number; steps?: number },
): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const workers = new Map<string, Worker>();
  for (const name of ["ours", ...peers, "peak"] as const) {
    workers.set(name, stack.use(await startWorker(name, work)));
  }
  const sides = ["ours", ...peers];
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
  const ratios = of(peers, (name) => ratioOf(times[name], times.ours));
  const memory = await Promise.all(sides.map(async (name) => [name, await workers.get(name)!.peakMemory()]));
  const { setting, model, tokens, batch } = work;
  const ms = of(sides, (name) => median(times[name]));
  const peak = 2 * SIDE ** 3 / Math.min(...times.peak) / 1e6;
  return {
    ...{ setting, model, tokens, batch, ms },
    ratio: of(peers, (name) => ratios[name].median),
    spread: of(peers, (name) => ratios[name].spread),
    memory: Object.fromEntries(memory),
    firstStep: of(sides, (name) => workers.get(name)!.warmUp.ms[0] / 1000),
    peak,
    share: flopsOfStep(work, work) / ms.ours / 1e6 / peak,
  };
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
