import { type Experiment, learningRatesOf } from "../sweeps/experiment.ts";
import { learningRateLabel, settingLabel, taskLabel } from "./labels.ts";

/** An experiment, or its learning rates with settings of which other experiments' runs are compared with its own. */
type RatesOf = Pick<Experiment, "tasks" | "learningRates"> & { settings: readonly { name: string }[] };

/**
 * The learning rates tried on one of an experiment's tasks: "1e-3, 1e-2", or "Frozen Random: 1e-2; Unfrozen Random: 1e-3,
 * 1e-2" where settings differ in them.
 */
export function ratesInWords(experiment: RatesOf, entry: Experiment["tasks"][number]): string {
  const ofSettings = Map.groupBy(
    experiment.settings.map(({ name }) => name),
    (name) => learningRatesOf(experiment, entry, name).map(learningRateLabel).join(", "),
  );
  if (ofSettings.size === 1) return [...ofSettings.keys()][0];
  return [...ofSettings].map(([rates, names]) => `${names.map(settingLabel).join(", ")}: ${rates}`).join(
    "; ",
  );
}

/** The learning rates tried on an experiment's tasks: "MNIST, CIFAR10: 1e-3, 1e-2; ListOps: 1e-3". */
export function tasksRates(experiment: RatesOf): string {
  const ofTasks = Map.groupBy(experiment.tasks, (entry) => ratesInWords(experiment, entry));
  return [...ofTasks].map(([rates, entries]) =>
    `${entries.map(({ task }) => taskLabel(task.name)).join(", ")}: ${rates}`
  ).join("; ");
}
