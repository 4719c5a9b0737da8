/**
 * A worker process of a sweep: trains one run after another on the orders of the pool (see messages.ts), writing
 * metrics, checkpoints and records into the runs' directories.
 */
import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { startBackend } from "../backend/start.ts";
import { UserError } from "../errors.ts";
import { gpt2ConfigSchema } from "../models/config.ts";
import { openTask } from "../tasks/open.ts";
import type { Task } from "../tasks/task.ts";
import { currentCommit, type Origin } from "../provenance.ts";
import { type Metrics, type Run, train } from "../training/train.ts";
import { modelConfig } from "../weights/model_config.ts";
import type { RunConfig } from "./experiment.ts";
import type { Order, Report } from "./messages.ts";
import { appendLines } from "../files/lines.ts";
import { failed, finished } from "./outcome.ts";
import { isEnded } from "./record.ts";
import { checkpointFile, metricsFile, writeRun } from "./store.ts";
import { loadWeights } from "./weights.ts";

// Standard output belongs to the reports; libraries that print go to standard error.
console.log = console.info = console.debug = console.error;
const tell = (report: Report) => void process.stdout.write(JSON.stringify(report) + "\n");

// A terminal sends Ctrl-C to the whole process group; the pool decides what stops when.
Deno.addSignalListener("SIGINT", () => {});

const stopping = new AbortController();
let openedTask: { options: string; task: Task } | undefined;

try {
  const [commit, { description: backend }] = await Promise.all([currentCommit(), startBackend()]);
  tell({ report: "ready" });
  let working = Promise.resolve();
  for await (const line of createInterface({ input: process.stdin })) {
    const order: Order = JSON.parse(line);
    if (order.order === "stop") break;
    working = working.then(() => work(order, { commit, backend }));
  }
  stopping.abort();
  await working;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  tell({ report: "unable", message: error.message });
}
Deno.exit(0);

/** Trains one run and writes its record; an error makes it a failed run. */
async function work(
  { directory, command, run }: Extract<Order, { order: "run" }>,
  ours: Omit<Origin, "command">,
): Promise<void> {
  const { runId, config } = run;
  const metricsPath = metricsFile(directory, runId), checkpoint = checkpointFile(directory, runId);
  const origin = { command, ...ours };
  await mkdir(dirname(metricsPath), { recursive: true });
  using log = appendLines<Metrics>(metricsPath);
  const onMetrics = (metrics: Metrics) => {
    log.write(metrics);
    tell({ report: "metrics", runId, metrics });
  };
  let stored;
  try {
    const result = await train(await open(config), { checkpoint, signal: stopping.signal, onMetrics });
    stored = finished(run, result, origin);
  } catch (error) {
    if (error === stopping.signal.reason) {
      return tell({ report: "stopped", runId });
    }
    stored = failed(run, error instanceof UserError ? error.message : (error as Error).stack!, origin);
  }
  await writeRun(directory, stored);
  if (isEnded(stored)) await rm(checkpoint, { force: true }); // a failed run goes on from it when it is tried again
  tell({ report: "ended", run: stored });
}

/** Opens what a configuration names; the task stays open for the next run. */
async function open(
  { model, body, weights, task, setting, learningRate, seed, training }: RunConfig,
): Promise<Run> {
  const options = JSON.stringify(task);
  if (openedTask?.options !== options) openedTask = { options, task: await openTask(task) };
  const checkpoint = weights === null ? null : await loadWeights(model);
  if (checkpoint?.sha256 !== (weights ?? undefined)) {
    throw new UserError(
      `Expected weights/${model} to stay as they were but found others: start the sweep again`,
    );
  }
  return {
    task: openedTask.task,
    body: body ? gpt2ConfigSchema.parse(body) : await modelConfig(model),
    setting,
    pretrained: checkpoint?.parameters,
    learningRate,
    seed,
    options: training,
  };
}
