import { type BaselineRecord, baselineRecordSchema } from "../../lib/baselines/record.ts";
import { ORIGIN } from "../sweeps/planned.ts";

/** A made-up record of a baseline, for tests only: a rule unless it is said to be a regression. */
export function syntheticBaseline(known: Partial<BaselineRecord> = {}): BaselineRecord {
  const { baseline = "majority", task: name = "mnist" } = known, trained = baseline === "logistic-regression";
  return baselineRecordSchema.parse({
    baseline,
    task: name,
    learningRate: trained ? 1e-3 : null,
    seed: trained ? 0 : null,
    validationAccuracy: 0.5,
    testAccuracy: 0.5,
    bestStep: trained ? 10 : null,
    config: { task: { name }, training: { maximumSteps: 20, evaluateEvery: 10, patience: 1 } },
    provenance: { ...ORIGIN, machine: "none", ended: "2026-11-28T00:00:00.000Z" },
    ...known,
  });
}
