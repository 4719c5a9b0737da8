import { backendChoice } from "../backend/choice.ts";
import { findAdapter, gpuName } from "../backend/webgpu/adapter.ts";
import { UserError } from "../errors.ts";
import { duration, flopsLabel } from "../reports/labels.ts";
import type { Experiment, RunConfig } from "../sweeps/experiment.ts";
import { lacksFiles } from "../tasks/identified.ts";
import { openTask } from "../tasks/open.ts";
import { taskShape } from "../tasks/shape.ts";
import { saySettingsLeftOut } from "./settings_left_out.ts";

/** A sweep that is to be run, or gone on with (see `SweepOptions`). */
interface ComingSweep {
  experiment: Experiment;
  directory?: string;
  workers?: number;
  except?: ReadonlySet<string>;
}

/**
 * Before a large sweep, such as any of the paper's scale, says what is left of it costs and asks whether to start.
 *
 * @param yes Starts without asking.
 * @throws {UserError} If the answer is no, or if there is nobody to ask.
 */
export async function confirmCost(
  sweeps: readonly ComingSweep[],
  { yes }: { yes?: boolean },
): Promise<void> {
  const runs = await runsOfAll(sweeps), { flops } = runs, { LARGE } = await import("../sweeps/cost.ts");
  if (flops < LARGE) return;
  if (!yes && !Deno.stdin.isTerminal()) {
    throw new UserError(
      `Expected a terminal to ask whether to start a sweep of ${flopsLabel(flops)} FLOPs but found none: ` +
        "`--yes` starts without asking, `deno task sweep <preset> --estimate` says what it costs",
    );
  }
  await print(sweeps, runs);
  if (yes || confirm("Start?")) return;
  throw new UserError("Expected a yes but found another answer: nothing was started");
}

/** Prints what is left of sweeps costs at most: runs, floating-point operations and, by a short measurement, time. */
export async function printCost(sweeps: readonly ComingSweep[]): Promise<void> {
  await print(sweeps, await runsOfAll(sweeps));
}

async function print(
  sweeps: readonly ComingSweep[],
  { count, left, flops }: RunsOfAll,
): Promise<void> {
  for (const { experiment } of sweeps) await saySettingsLeftOut(experiment);
  const names = sweeps.map(({ experiment }) => experiment.name).join(", ");
  console.log(
    `${names}: ${left.length} of ${count} runs to do, at most ${flopsLabel(flops)} FLOPs`,
  );
  if (left.length === 0) return;
  const [{ costliest }, { measureSpeed }, { defaultWorkers, threadsPerWorker }] = await Promise.all([
    import("../sweeps/cost.ts"),
    import("../sweeps/speed.ts"),
    import("../sweeps/threads.ts"),
  ]);
  const { model, tasks: [{ training }] } = sweeps[0].experiment;
  const workers = sweeps[0].workers ?? defaultWorkers(), threads = threadsPerWorker(workers);
  const onGpu = backendChoice().backend === "webgpu", { task, setting: { trained } } = costliest(left);
  const like = onGpu ? { tokens: taskShape(task).length, trained } : {};
  const speed = await measureSpeed(model, training.matmulPrecision, threads, like);
  const atOnce = Math.min(workers, left.length, defaultWorkers() / threads);
  const where = onGpu
    ? gpuName(await findAdapter())
    : threads === 1
    ? "1 thread of this machine"
    : `${threads} threads of this machine`;
  console.log(
    `${duration(flops / speed / Math.max(1, atOnce))} with ${workers} ${
      workers === 1 ? "worker" : "workers"
    } of ${(speed / 1e9).toFixed(0)} GFLOP/s, as ${model} went just now on ${where}`,
  );
}

/** How many runs sweeps have, those of them that are left, and what these take at most. */
interface RunsOfAll {
  count: number;
  left: RunConfig[];
  flops: number;
}

async function runsOfAll(sweeps: readonly ComingSweep[]): Promise<RunsOfAll> {
  const [{ checkAnyRuns }, { flopsOfRuns }, { runsOf }, { sweepDirectory }, { waitingRuns }] = await Promise
    .all([
      import("../sweeps/sweep.ts"),
      import("../sweeps/cost.ts"),
      import("../sweeps/runs_of.ts"),
      import("../sweeps/store.ts"),
      import("../sweeps/waiting.ts"),
    ]);
  const plans = await Promise.all(sweeps.map(async ({ experiment, directory, except }) => {
    const all = await runsOf(experiment);
    checkAnyRuns(experiment, all);
    return { all, left: await waitingRuns(all, directory ?? sweepDirectory(experiment.name), except) };
  }));
  const left = plans.flatMap((plan) => plan.left.map(({ config }) => config));
  for (const { task } of left) if (lacksFiles(task)) await openTask(task); // which says what is missing
  return { count: plans.flatMap(({ all }) => all).length, left, flops: flopsOfRuns(left) };
}
