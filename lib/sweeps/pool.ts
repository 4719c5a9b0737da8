import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { hugePages } from "../backend/kept_memory.ts";
import { UserError } from "../errors.ts";
import { currentCommit } from "../provenance.ts";
import { type Order, parseReport, type Report } from "./messages.ts";
import { failed } from "./outcome.ts";
import type { PlannedRun } from "./plan.ts";
import { writeRun } from "./store.ts";

const WORKER = new URL("./worker.ts", import.meta.url);
const ATTEMPTS = 3;

export interface PoolOptions {
  /** The sweep's directory. */
  directory: string;
  /** What the records name as the command they come from. */
  command: string;
  /** How many processes train at once, and how many threads each of them computes with. */
  workers: number;
  threads: number;
  /**
   * How many kinds of steps a worker compiles, each of a task in a setting, and of ListOps for several lengths, before
   * another takes its place: the code of each, some 150 MB, is kept by XLA until the process ends.
   */
  stepsPerWorker?: number;
  /** So long after a run was kept last it is kept again (see `train`). */
  secondsPerCheckpoint?: number;
  /** Stops the workers after their current gradient steps; their runs can be resumed. */
  signal?: AbortSignal;
  onReport?: (report: Report, pid: number) => void;
}

/**
 * Trains `runs`, several at once, each worker a process of its own. A worker that dies takes nothing with it but
 * the steps since its run's last checkpoint: another resumes the run, which fails when it has killed three in a row
 * and got no further.
 *
 * @throws {UserError} If no worker can start.
 */
export async function runPool(runs: readonly PlannedRun[], options: PoolOptions): Promise<void> {
  const queue = runs.map((run): Job => ({ run, step: 0, deaths: 0 }));
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...options.signal ? [options.signal] : []]);
  const lane = async () => {
    while (queue.length > 0 && !signal.aborted) {
      const orphan = await runWorker(queue, { ...options, signal });
      if (orphan === undefined) continue;
      orphan.deaths++;
      if (orphan.deaths < ATTEMPTS) queue.unshift(orphan);
      else await giveUp(orphan, options);
    }
  };
  // An error in one lane stops the others, and is told when their workers have ended: they hold the sweep's lock.
  const lanes = Array.from(
    { length: Math.min(options.workers, runs.length) },
    () => lane().catch((error) => failing.abort(error)),
  );
  await Promise.all(lanes);
  failing.signal.throwIfAborted();
}

interface Job {
  run: PlannedRun;
  /** The furthest that it got, and how many workers have died of it there. */
  step: number;
  deaths: number;
}

/**
 * Feeds one worker from the queue until there is no more, it has compiled enough steps, the signal comes or it dies;
 * then gives what it left.
 */
async function runWorker(
  queue: Job[],
  { directory, command, threads, stepsPerWorker = 8, secondsPerCheckpoint, signal, onReport }: PoolOptions & {
    signal: AbortSignal;
  },
): Promise<Job | undefined> {
  const worker = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", WORKER.href],
    env: { ...hugePages(), UTR_THREADS: String(threads) },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = worker.stdin.getWriter();
  // Writing to a worker that has died fails; its death is noticed by the end of its output.
  const give = (order: Order) =>
    void input.write(new TextEncoder().encode(JSON.stringify(order) + "\n")).catch(() => {});
  const stop = () => give({ order: "stop" });
  signal.addEventListener("abort", stop);

  const steps = new Set<string>();
  const take = (): Job | undefined => {
    if (signal.aborted || queue.length === 0) return undefined;
    const { task, setting } = queue[0].run.config, step = JSON.stringify([task, setting]);
    if (!steps.has(step) && steps.size >= stepsPerWorker) return undefined;
    steps.add(step);
    return queue.shift();
  };

  let ready = false, job: Job | undefined;
  try {
    for await (const line of createInterface({ input: Readable.fromWeb(worker.stdout as never) })) {
      const report = parseReport(line);
      if (report === undefined) {
        if (line !== "") console.error(line);
        continue;
      }
      onReport?.(report, worker.pid);
      if (report.report === "unable") throw new UserError(report.message);
      if (report.report === "metrics" && job && report.metrics.step > job.step) {
        job.step = report.metrics.step;
        job.deaths = 0;
      }
      if (report.report === "stopped") job = undefined;
      if (report.report === "ready" || report.report === "ended") {
        ready = true;
        job = take();
        if (job) give({ order: "run", directory, command, run: job.run, secondsPerCheckpoint });
        else stop();
      }
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await input.close().catch(() => {});
    await worker.status;
  }
  const { code } = await worker.status;
  // Ctrl-C also ends a worker that has not come as far as to catch it.
  if (!ready && !signal.aborted) {
    throw new UserError(`Expected a worker to start but it ended with code ${code}: see "deno task doctor"`);
  }
  return job;
}

async function giveUp({ run, step }: Job, { directory, command, onReport }: PoolOptions): Promise<void> {
  const origin = { command, backend: "unknown", commit: await currentCommit() };
  const message =
    `Expected the run to end but ${ATTEMPTS} workers in a row died of it${
      step > 0 ? ` at step ${step}` : ""
    }: ` +
    "if memory is short, use fewer --workers";
  const stored = failed(run, message, origin);
  await writeRun(directory, stored);
  onReport?.({ report: "ended", run: stored }, Deno.pid);
}
