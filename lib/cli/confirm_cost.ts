import { availableParallelism } from "node:os";
import { UserError } from "../errors.ts";
import { duration, flopsLabel } from "../reports/labels.ts";
import type { Cost } from "../sweeps/cost.ts";
import type { Experiment } from "../sweeps/experiment.ts";

/** FLOPs from which on a sweep is not started unasked: days on two cores, hours on the fastest GPU. */
const LARGE = 1e17;

/**
 * Before a large sweep, such as any of the paper's scale, says what it costs and asks whether to start.
 *
 * @param yes Starts without asking.
 * @throws {UserError} If the answer is no, or if there is nobody to ask.
 */
export async function confirmCost(
  experiments: readonly Experiment[],
  { yes }: { yes?: boolean },
): Promise<void> {
  const { flops } = await costOfAll(experiments);
  if (flops < LARGE) return;
  if (!yes && !Deno.stdin.isTerminal()) {
    throw new UserError(
      `Expected a terminal to ask whether to start a sweep of ${flopsLabel(flops)} FLOPs but found none: ` +
        "`--yes` starts without asking, `deno task sweep <preset> --estimate` says what it costs",
    );
  }
  await printCost(experiments);
  if (yes || confirm("Start?")) return;
  throw new UserError("Expected a yes but found another answer: nothing was started");
}

/** Prints what experiments cost at most: runs, floating-point operations and, by a short measurement, time. */
export async function printCost(experiments: readonly Experiment[]): Promise<void> {
  const { runs, flops } = await costOfAll(experiments);
  console.log(
    `${experiments.map(({ name }) => name).join(", ")}: ${runs} runs, at most ${flopsLabel(flops)} FLOPs`,
  );
  const { measureSpeed } = await import("../sweeps/speed.ts");
  const { model, tasks: [{ training }] } = experiments[0];
  const speed = await measureSpeed(model, training.matmulPrecision), workers = availableParallelism();
  console.log(
    `${duration(flops / speed / workers)} with ${workers} workers of ${
      (speed / 1e9).toFixed(0)
    } GFLOP/s, as ` +
      `${model} went just now on one thread of this machine`,
  );
}

async function costOfAll(experiments: readonly Experiment[]): Promise<Cost> {
  const [{ costOf }, { runsOf }] = await Promise.all([
    import("../sweeps/cost.ts"),
    import("../sweeps/runs_of.ts"),
  ]);
  const plans = await Promise.all(experiments.map((experiment) => runsOf(experiment)));
  return costOf(plans.flat().map(({ config }) => config));
}
