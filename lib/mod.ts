/**
 * What notebooks and scripts use: an experiment (`preset`, `openExperiment`) is run (`watchSweep`, `sweep`) or read
 * (`historiesOf`), analysed (`summarize`, `compareSettings`) and shown (`show(await table1(...))`).
 *
 * @module
 */

// Experiments and their runs, and single runs.
export type { BackendName } from "./backend/choice.ts";
export { type Backend, startBackend } from "./backend/start.ts";
export { UserError } from "./errors.ts";
export { type Experiment, experimentSchema, type RunConfig } from "./sweeps/experiment.ts";
export { historiesOf } from "./sweeps/histories_of.ts";
export {
  bodyPresets,
  depthPreset,
  longerPreset,
  partsPreset,
  preset,
  type PresetName,
} from "./sweeps/presets.ts";
export type { History, RunRecord, StoredRun } from "./sweeps/record.ts";
export { readRecords } from "./sweeps/store.ts";
export { openExperiment, sweep, type SweepOptions } from "./sweeps/sweep.ts";
export { atOneLearningRate, withinGrid } from "./sweeps/within_grid.ts";
export type { Evaluation } from "./training/early_stopping.ts";
export { type TrainingOptions, trainingOptionsSchema } from "./training/options.ts";
export { predict, type Predictions } from "./training/predict.ts";
export type { GivenRun } from "./training/run.ts";
export { type Metrics, type Result, type Run, train } from "./training/train.ts";

// Tasks, models and weights.
export { type Checkpoint, loadGpt2 } from "./models/checkpoint.ts";
export { type Gpt2Config, gpt2Preset, type Gpt2PresetName } from "./models/config.ts";
export type { HostParameters } from "./models/parameters.ts";
export { type Setting, type SettingName, SETTINGS } from "./models/settings.ts";
export type { Pretrained, PretrainingMetrics } from "./pretraining/pretrain.ts";
export { type PretrainingRecord, readPretrainingRecord } from "./pretraining/record.ts";
export { fold, type Key, keyOf } from "./random/key.ts";
export { Stream } from "./random/stream.ts";
export type { Example, ExampleImage, ExampleTask, ExampleText } from "./tasks/example.ts";
export { exportListops } from "./tasks/listops/open.ts";
export { openTask } from "./tasks/open.ts";
export { taskOptionsSchema } from "./tasks/options.ts";
export type { GivenOptions } from "./tasks/parse_options.ts";
export type { Batch, Input, Split, Task } from "./tasks/task.ts";
export { weightsFolder } from "./weights/folders.ts";
export { getWeights, type GetWeightsOptions, type Got } from "./weights/get_weights.ts";
export { modelConfig } from "./weights/model_config.ts";

// What runs say, and the published figures.
export { bestLearningRate } from "./analysis/best_learning_rate.ts";
export type { Claim } from "./analysis/claims.ts";
export { compareSettings, type SettingComparison } from "./analysis/comparisons.ts";
export { type Conclusion, conclusions } from "./analysis/counterfactual.ts";
export { type CurvePoint, curves } from "./analysis/curves.ts";
export { computeEfficiency, type Efficiency } from "./analysis/efficiency.ts";
export { expectedMaximum } from "./analysis/expected_maximum.ts";
export { type Flip, flips } from "./analysis/flips.ts";
export { type Gap, trainTestGaps } from "./analysis/gap.ts";
export { type AtOneRate, atOneRate } from "./analysis/one_learning_rate.ts";
export { comparePairs, type PairedComparison } from "./analysis/paired.ts";
export { type Ranking, rankings } from "./analysis/rankings.ts";
export { mean, standardError } from "./analysis/statistics.ts";
export { summarize, type Summary } from "./analysis/summary.ts";
export { type Verdict, verdicts } from "./analysis/verdicts.ts";
export type { BaselineRecord } from "./baselines/record.ts";
export { readBaselines } from "./baselines/store.ts";
export * as lu2021 from "./published/lu_2021.ts";

// Tables, charts and what notebooks show.
export { accuracyCharts } from "./reports/charts/accuracy_chart.ts";
export { expectedValidationCharts } from "./reports/charts/expected_validation_chart.ts";
export { rankCharts } from "./reports/charts/rank_chart.ts";
export { bitsPerByteChart, lossChart } from "./reports/charts/training_charts.ts";
export type { Display } from "./reports/display.ts";
export { drawExamples } from "./reports/examples.ts";
export { learningRateExplorer } from "./reports/explorer/explorer.ts";
export { show } from "./reports/live/show.ts";
export { watchPretraining } from "./reports/live/watch_pretraining.ts";
export { watchSweep } from "./reports/live/watch_sweep.ts";
export { watchTraining } from "./reports/live/watch_training.ts";
export { missingSettings } from "./reports/missing_settings.ts";
export { chooseScale } from "./reports/scale.ts";
export type { ScaleOf } from "./reports/scale_note.ts";
export { baselinesTable } from "./reports/tables/baselines.ts";
export { bodiesTable, type BodyRuns, publishedBodiesTable } from "./reports/tables/bodies.ts";
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
export { luPretrainingTable } from "./reports/tables/lu_pretraining.ts";
export { flipsTable, oneLearningRateTable, tuningTable } from "./reports/tables/one_learning_rate.ts";
export { pretrainingTable } from "./reports/tables/pretraining.ts";
export { besidePublished, bestLearningRatesTable, runsTable, table1 } from "./reports/tables/results.ts";
export { type Frame, table, type TableOptions } from "./reports/tables/table.ts";
export { verdictsTable } from "./reports/tables/verdicts.ts";
export { writtenText } from "./reports/written_text.ts";
