/**
 * What notebooks and scripts use: an experiment (`preset`, `openExperiment`) is run (`watchSweep`, `sweep`) or read
 * (`historiesOf`), analysed (`summarize`, `compareSettings`) and shown (`show(await table1(...))`).
 *
 * @module
 */

// Experiments and their runs, and single runs.
export { startBackend } from "./backend/start.ts";
export { UserError } from "./errors.ts";
export { type Experiment, experimentSchema, type RunConfig } from "./sweeps/experiment.ts";
export { historiesOf } from "./sweeps/histories_of.ts";
export { bodyPresets, depthPreset, longerPreset, partsPreset, preset } from "./sweeps/presets.ts";
export type { History, RunRecord } from "./sweeps/record.ts";
export { readRecords } from "./sweeps/store.ts";
export { openExperiment, sweep } from "./sweeps/sweep.ts";
export { withinGrid } from "./sweeps/within_grid.ts";
export { trainingOptionsSchema } from "./training/options.ts";
export { type Metrics, type Result, type Run, train } from "./training/train.ts";

// Tasks, models and weights.
export { loadGpt2 } from "./models/checkpoint.ts";
export { gpt2Preset } from "./models/config.ts";
export { type Setting, SETTINGS } from "./models/settings.ts";
export { readPretrainingRecord } from "./pretraining/record.ts";
export { exportListops } from "./tasks/listops/open.ts";
export type { Example, ExampleTask } from "./tasks/example.ts";
export { openTask, taskOptionsSchema } from "./tasks/open.ts";
export type { Batch, Input, Split, Task } from "./tasks/task.ts";
export { weightsFolder } from "./weights/folders.ts";
export { getWeights } from "./weights/get_weights.ts";
export { modelConfig } from "./weights/model_config.ts";

// What runs say, and the published figures.
export { bestLearningRate } from "./analysis/best_learning_rate.ts";
export { compareSettings } from "./analysis/comparisons.ts";
export { conclusions } from "./analysis/counterfactual.ts";
export { curves } from "./analysis/curves.ts";
export { computeEfficiency } from "./analysis/efficiency.ts";
export { expectedMaximum } from "./analysis/expected_maximum.ts";
export { flips } from "./analysis/flips.ts";
export { trainTestGaps } from "./analysis/gap.ts";
export { atOneRate } from "./analysis/one_learning_rate.ts";
export { comparePairs } from "./analysis/paired.ts";
export { rankings } from "./analysis/rankings.ts";
export { mean, standardError } from "./analysis/statistics.ts";
export { summarize } from "./analysis/summary.ts";
export { verdicts } from "./analysis/verdicts.ts";
export { readBaselines } from "./baselines/store.ts";
export * as lu2021 from "./published/lu_2021.ts";

// Tables, charts and what notebooks show.
export { accuracyCharts } from "./reports/charts/accuracy_chart.ts";
export { expectedValidationCharts } from "./reports/charts/expected_validation_chart.ts";
export { rankCharts } from "./reports/charts/rank_chart.ts";
export { bitsPerByteChart, lossChart } from "./reports/charts/training_charts.ts";
export { drawExamples } from "./reports/examples.ts";
export { learningRateExplorer } from "./reports/explorer/explorer.ts";
export { show } from "./reports/live/show.ts";
export { watchPretraining } from "./reports/live/watch_pretraining.ts";
export { watchSweep } from "./reports/live/watch_sweep.ts";
export { watchTraining } from "./reports/live/watch_training.ts";
export { missingSettings } from "./reports/missing_settings.ts";
export { chooseScale } from "./reports/scale.ts";
export { baselinesTable } from "./reports/tables/baselines.ts";
export { bodiesTable, publishedBodiesTable } from "./reports/tables/bodies.ts";
export { comparisonsTable } from "./reports/tables/comparisons.ts";
export { efficiencyTable } from "./reports/tables/efficiency.ts";
export { experimentTable } from "./reports/tables/experiment.ts";
export { runsFrame, summaryFrame, table1Frame } from "./reports/tables/frames.ts";
export { freezePolicyTable } from "./reports/tables/freeze_policy.ts";
export { gapsTable } from "./reports/tables/gaps.ts";
export {
  longerBaselines,
  longerCurves,
  longerEfficiency,
  longerExperiment,
  longerGaps,
  longerTables,
  longerVerdicts,
} from "./reports/tables/longer.ts";
export { luDifferencesTable } from "./reports/tables/lu_differences.ts";
export { luTable } from "./reports/tables/lu_et_al.ts";
export { flipsTable, oneLearningRateTable, tuningTable } from "./reports/tables/one_learning_rate.ts";
export { pretrainingTable } from "./reports/tables/pretraining.ts";
export { besidePublished, bestLearningRatesTable, runsTable, table1 } from "./reports/tables/results.ts";
export { table } from "./reports/tables/table.ts";
export { verdictsTable } from "./reports/tables/verdicts.ts";
export { writtenText } from "./reports/written_text.ts";
