import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { type PlannedRun, planRuns } from "../../lib/sweeps/plan.ts";

/** Runs that are planned, and never trained. */
export function plannedRuns(
  { batchSize, task = "bit-xor", ...grid }: {
    learningRates: number[];
    seeds: number[];
    batchSize?: number;
    task?: "bit-xor" | "bit-memory";
    settings?: string[];
  },
): PlannedRun[] {
  const experiment = experimentSchema.parse({
    name: "planned",
    model: "pocket",
    tasks: [{ task: { name: task }, training: { maximumSteps: 20, evaluateEvery: 10, batchSize } }],
    settings: ["frozen-random"],
    ...grid,
  });
  return planRuns(experiment, null);
}

/** Where the figures of such runs come from: nowhere. */
export const ORIGIN = { command: "test", backend: "none", commit: null };
