/** What notebooks and scripts use. */

export { curves } from "./analysis/curves.ts";
export { mean, standardError } from "./analysis/statistics.ts";
export { bestLearningRate, summarize } from "./analysis/summary.ts";
export { startBackend } from "./backend/start.ts";
export { gpt2Preset } from "./models/config.ts";
export { SETTINGS } from "./models/settings.ts";
export { accuracyCharts } from "./reports/charts/accuracy_chart.ts";
export { lossChart } from "./reports/charts/loss_chart.ts";
export { drawExamples } from "./reports/examples.ts";
export { show } from "./reports/live/show.ts";
export { watchSweep } from "./reports/live/watch_sweep.ts";
export { watchTraining } from "./reports/live/watch_training.ts";
export { missingSettings } from "./reports/missing_settings.ts";
export { chooseScale } from "./reports/scale.ts";
export { experimentTable } from "./reports/tables/experiment.ts";
export { runsFrame, summaryFrame, table1Frame } from "./reports/tables/frames.ts";
export { freezePolicyTable } from "./reports/tables/freeze_policy.ts";
export { besidePublished, bestLearningRatesTable, runsTable, table1 } from "./reports/tables/results.ts";
export { table } from "./reports/tables/table.ts";
export { preset } from "./sweeps/presets.ts";
export { readRecords } from "./sweeps/store.ts";
export { openExperiment, sweep } from "./sweeps/sweep.ts";
export { openTask } from "./tasks/open.ts";
export { train } from "./training/train.ts";
export { getWeights } from "./weights/get_weights.ts";
export { modelConfig } from "./weights/model_config.ts";
