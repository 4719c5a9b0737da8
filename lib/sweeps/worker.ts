/**
 * A worker process of a sweep: trains one run after another on the orders of the pool (see messages.ts), writing
 * metrics, checkpoints and records into the runs' directories.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { startBackend } from "../backend/start.ts";
import { UserError } from "../errors.ts";
import { currentCommit, type Origin, provenance } from "../provenance.ts";
import { type Metrics, train } from "../training/train.ts";
import type { Order, Report } from "./messages.ts";
import { CannotWrite, cannotWrite } from "../files/cannot_write.ts";
import { makeDirectory } from "../files/json.ts";
import { appendLines } from "../files/lines.ts";
import { takeLock } from "../files/lock.ts";
import { ENDING, onSignals } from "../files/signals.ts";
import { openRun } from "./open_run.ts";
import { failed, finished } from "./outcome.ts";
import { isEnded } from "./record.ts";
import { noteStart } from "./starts.ts";
import { checkpointFile, metricsFile, readRun, removeRecord, startsFile, writeRun } from "./store.ts";

// Standard output belongs to the reports; libraries that print go to standard error.
console.log = console.info = console.debug = console.error;
// A leading line end closes what V8, say, has printed there in the meantime.
const tell = (report: Report) => void process.stdout.write("\n" + JSON.stringify(report) + "\n");

// A terminal sends Ctrl-C to the whole process group; the pool decides what stops when.
onSignals(ENDING, () => {});

const stopping = new AbortController();
// A pool that was killed reads no more; the end of the input, which means stop, may be noticed later.
process.stdout.on("error", () => stopping.abort());

try {
  const [commit, { description: backend, threads }] = await Promise.all([currentCommit(), startBackend()]);
  tell({ report: "ready" });
  let working = Promise.resolve();
  for await (const line of createInterface({ input: process.stdin })) {
    const order: Order = JSON.parse(line);
    if (order.order === "stop") break;
    working = working.then(() => work(order, { commit, backend, threads }))
      .catch((error) => tellUnwritten(order.directory, error));
  }
  stopping.abort();
  await working;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  tell({ report: "unable", message: error.message });
}
Deno.exit(0);

/** Tells of a file that cannot be written: no other run would fare better. */
function tellUnwritten(directory: string, error: Error): void {
  const unwritten = cannotWrite(directory, error);
  if (!(unwritten instanceof CannotWrite)) throw error;
  tell({ report: "unable", message: `${unwritten.message}; what was written stays` });
}

/** Trains one run and writes its record; an error in training makes it a failed run. */
async function work(
  { directory, command, run, secondsPerCheckpoint }: Extract<Order, { order: "run" }>,
  ours: Omit<Origin, "command">,
): Promise<void> {
  const { runId, config } = run;
  const checkpoint = checkpointFile(directory, runId), origin = { command, ...ours };
  await makeDirectory(join(directory, runId));
  // By which others see that it is running. Who just looks has it, too, for a moment; so has a worker of a pool that was
  // killed, until it has kept the run.
  using _lock = await takeLock(metricsFile(directory, runId));
  const kept = await readRun(directory, runId);
  if (kept !== null && isEnded(kept)) return tell({ report: "ended", run: kept });
  const earlier = await noteStart(directory, runId, provenance(origin));
  await removeRecord(directory, runId);
  using log = appendLines<Metrics>(metricsFile(directory, runId));
  const onMetrics = (metrics: Metrics) => {
    log.write(metrics);
    tell({ report: "metrics", runId, metrics });
  };
  // The checkpoint may have outlived what was written of them; those that are there twice are read once.
  const onResume = (evaluations: readonly Metrics[]) => evaluations.forEach(log.write);
  let stored;
  try {
    const options = { checkpoint, secondsPerCheckpoint, signal: stopping.signal, onMetrics, onResume };
    const result = await train(await openRun(config), options);
    stored = finished(run, result, origin, earlier);
  } catch (error) {
    if (error === stopping.signal.reason) {
      return tell({ report: "stopped", runId });
    }
    // On a GPU that is lost, which throws these, all others would fail, too; another process resumes the run.
    if (error instanceof CannotWrite || error instanceof DOMException) throw error;
    stored = failed(run, error instanceof UserError ? error.message : (error as Error).stack!, origin);
  }
  await writeRun(directory, stored);
  if (isEnded(stored)) { // a failed run goes on from them when it is tried again
    await rm(checkpoint, { force: true });
    await rm(startsFile(directory, runId), { force: true });
  }
  tell({ report: "ended", run: stored });
}
